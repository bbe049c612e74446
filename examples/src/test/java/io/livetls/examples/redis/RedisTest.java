package io.livetls.examples.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Lettuce and Jedis, as the examples set them up, with a real Redis that requires certificates. */
class RedisTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final CertificateAuthority newCa = CertificateAuthority.create("New CA");
    private final IssuedCertificate own = ca.issue();

    @TempDir
    private Path directory;

    private SecretVolume volume;
    private LiveTls tls;

    @BeforeEach
    void mount() {
        RedisServer.assumeThere();
        volume = SecretVolume.create(directory.resolve("client"));
        volume.update(own, ca);
        tls = LiveTls.builder().secretDirectory(volume.path()).build();
    }

    @AfterEach
    void unmount() {
        if (tls != null) {
            tls.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"LETTUCE,TLSv1.2", "LETTUCE,TLSv1.3", "JEDIS,TLSv1.2", "JEDIS,TLSv1.3"})
    void aServerOfARemovedCaIsReachedNoMore(Client.Kind kind, String protocol) throws Exception {
        try (RedisServer server = RedisServer.start(directory.resolve("server"), protocol, ca.issue(), ca, newCa);
                Client client = kind.open(tls, "localhost", server.port())) {
            client.increment("key");
            List<String> before = server.clients();
            assertThat(before).hasSize(1);
            change(own, newCa);
            await(() -> server.clients().stream().noneMatch(before::contains));
            assertThatThrownBy(() -> client.increment("key")).hasStackTraceContaining("PKIX path building failed");
            assertThat(server.clients()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"LETTUCE,TLSv1.2", "LETTUCE,TLSv1.3", "JEDIS,TLSv1.2", "JEDIS,TLSv1.3"})
    void aClientOfARemovedCaIsRefusedByTheServerUntilItHasANewCertificate(Client.Kind kind, String protocol)
            throws Exception {
        try (RedisServer server = RedisServer.start(directory.resolve("server"), protocol, ca.issue(), ca)) {
            try (Client client = kind.open(tls, "localhost", server.port())) {
                client.increment("key");
            }
            server.change(ca.issue(), newCa);
            assertThat(refusal(kind, tls, "localhost", server)).satisfies(by(kind, "unknown_ca"));
            change(newCa.issue(), ca);
            try (Client client = kind.open(tls, "localhost", server.port())) {
                assertThat(client.increment("key")).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"LETTUCE,TLSv1.2", "LETTUCE,TLSv1.3", "JEDIS,TLSv1.2", "JEDIS,TLSv1.3"})
    void whatIsRefusedSaysWhy(Client.Kind kind, String protocol) throws Exception {
        try (RedisServer server = RedisServer.start(directory.resolve("server"), protocol, ca.issue(), ca)) {
            assertThat(refusal(kind, tls, "127.0.0.2", server))
                    .as("not there at all")
                    .hasStackTraceContaining("refused");
            try (LiveTls anybody =
                    LiveTls.builder().trust(volume.file("ca.crt").toString()).build()) {
                assertThat(refusal(kind, anybody, "localhost", server))
                        .as("no certificate")
                        .satisfies(by(kind, protocol.equals("TLSv1.3") ? "certificate_required" : "handshake_failure"));
            }
            server.change(ca.issue(leaf -> leaf.dns("elsewhere.example")), ca);
            assertThat(refusal(kind, tls, "localhost", server))
                    .as("another host")
                    .hasStackTraceContaining("No subject alternative DNS name matching localhost found");
            server.change(ca.issue(leaf -> leaf.expired()), ca);
            assertThat(refusal(kind, tls, "localhost", server))
                    .as("expired")
                    .hasStackTraceContaining("validity check failed");
            server.change(newCa.issue(), ca);
            assertThat(refusal(kind, tls, "localhost", server))
                    .as("unknown CA")
                    .hasStackTraceContaining("PKIX path building failed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsLostComesBackWithWhatIsCurrent(Client.Kind kind) throws Exception {
        try (RedisServer server = RedisServer.start(directory.resolve("server"), "TLSv1.3", ca.issue(), ca);
                Client client = kind.open(tls, "localhost", server.port())) {
            client.increment("key");
            change(newCa.issue(), ca, newCa);
            server.change(newCa.issue(), newCa);
            server.dropClients();
            assertThat(client.increment("key")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noCommandFailsOrRunsTwiceWhileACertificateIsRenewedAndTheCaReplacedWithAnOverlap(Client.Kind kind)
            throws Exception {
        try (RedisServer server = RedisServer.start(directory.resolve("server"), "TLSv1.3", ca.issue(), ca);
                Client client = kind.open(tls, "localhost", server.port());
                Load load = new Load(client)) {
            load.goOn();
            connectionsAreNewAfter(server, load, () -> change(ca.renew(own), ca));
            server.change(ca.issue(), ca, newCa);
            connectionsAreNewAfter(server, load, () -> change(ca.renew(own), ca, newCa));
            server.change(newCa.issue(), ca, newCa);
            connectionsAreNewAfter(server, load, () -> change(newCa.issue(), ca, newCa));
            server.change(newCa.issue(), newCa);
            connectionsAreNewAfter(server, load, () -> change(newCa.issue(), newCa));
            load.end();
            assertThat(client.increment("count")).isEqualTo(load.commands() + 1);
        }
    }

    /**
     * The alert of a server that refuses. Redis closes right after it; Jedis, which writes without reading, may find the
     * connection broken before it sees the alert, and is told what that may mean.
     */
    private static Consumer<Throwable> by(Client.Kind kind, String alert) {
        return refusal -> {
            if (kind == Client.Kind.JEDIS) {
                assertThat(refusal)
                        .isInstanceOf(JedisConnectionException.class)
                        .satisfiesAnyOf(
                                told -> assertThat(told).hasStackTraceContaining(alert),
                                told -> assertThat(told).hasStackTraceContaining("it may have refused this client"));
            } else {
                assertThat(refusal).hasStackTraceContaining(alert);
            }
        };
    }

    private static Throwable refusal(Client.Kind kind, LiveTls tls, String host, RedisServer server) {
        try (Client client = kind.open(tls, host, server.port())) {
            return catchThrowable(() -> client.increment("key"));
        }
    }

    private void change(IssuedCertificate identity, CertificateAuthority... trusted) {
        volume.update(identity, trusted);
        assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
    }

    private static void connectionsAreNewAfter(RedisServer server, Load load, Runnable change) throws Exception {
        List<String> before = server.clients();
        change.run();
        load.goOn();
        await(() -> server.clients().stream().noneMatch(before::contains));
        load.goOn();
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    /** Each look takes a process, so this doesn't spin. */
    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it comes to that").isLessThan(end);
        }
    }

    /** Threads that count together without end. */
    private static final class Load implements AutoCloseable {
        private static final int THREADS = 4;

        private final AtomicLong commands = new AtomicLong();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread[] threads = new Thread[THREADS];

        Load(Client client) {
            Arrays.setAll(threads, i -> new Thread(() -> count(client), "load-" + i));
            Arrays.stream(threads).forEach(Thread::start);
        }

        private void count(Client client) {
            try {
                while (!over.get()) {
                    client.increment("count");
                    commands.incrementAndGet();
                }
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }

        void goOn() throws Exception {
            long before = commands.get();
            await(() -> {
                assertThat(failures).isEmpty();
                Thread.onSpinWait();
                return commands.get() >= before + 200;
            });
        }

        void end() throws InterruptedException {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }

        long commands() {
            return commands.get();
        }

        @Override
        public void close() {
            over.set(true);
        }
    }
}
