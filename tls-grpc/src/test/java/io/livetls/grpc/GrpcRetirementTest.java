package io.livetls.grpc;

import static io.livetls.grpc.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.StatusRuntimeException;
import io.livetls.ClientAuth;
import io.livetls.grpc.Echo.Chat;
import io.livetls.netty.Retirement;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Open connections of older trust end, and nobody else's calls fail. */
class GrpcRetirementTest {
    private static final int TRUST_CHANGES = 20;
    private static final int CALLERS = 4;
    private static final int CALLS_PER_CHANGE = 100;

    private static final Retirement AT_ONCE =
            Retirement.onTrustChange().within(Duration.ZERO).grace(Duration.ZERO);
    private static final Retirement PATIENT = AT_ONCE.grace(Duration.ofHours(1));

    private static final CertificateAuthority ROOT = CertificateAuthority.create("Server root");
    private static final CertificateAuthority STAYING = CertificateAuthority.create("Staying CA");
    private static final CertificateAuthority LEAVING = CertificateAuthority.create("Leaving CA");
    private static final IssuedCertificate SERVER = ROOT.issue();
    private static final IssuedCertificate ALICE = STAYING.issue();
    private static final IssuedCertificate MALLORY = LEAVING.issue();

    static List<Tls> all() {
        return Tls.all().toList();
    }

    private static Rotating serving(Tls how) {
        return Rotating.of(
                material(SERVER, STAYING, LEAVING),
                with -> with.clientAuth(ClientAuth.REQUIRE).protocols(how.protocol()));
    }

    private static Rotating calling(Tls how, IssuedCertificate identity, CertificateAuthority... trusted) {
        return Rotating.of(material(identity, trusted), with -> with.protocols(how.protocol()));
    }

    private static ServerCredentials server(Rotating handle, Tls how, Retirement retirement) {
        return GrpcTls.serverCredentials(
                handle.tls(), context -> how.in(context).retire(retirement));
    }

    private static ChannelCredentials client(Rotating handle, Tls how, Retirement retirement) {
        return GrpcTls.channelCredentials(
                handle.tls(), context -> how.in(context).retire(retirement));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRemovedCasOpenConnectionEndsWithItsStream(Tls how) throws Exception {
        try (Rotating serving = serving(how);
                Rotating leaving = calling(how, MALLORY, ROOT);
                EchoServer server = EchoServer.of(server(serving, how, AT_ONCE));
                Caller caller = Caller.of(leaving.tls(), how, server);
                Chat chat = caller.chat()) {
            assertThat(chat.say("here")).isEqualTo("here");

            serving.rotateTo(material(SERVER, STAYING));

            assertThat(chat.end()).contains("UNAVAILABLE");
            assertThatThrownBy(caller::calls).isInstanceOf(StatusRuntimeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aStreamHasTheGraceToEndWhileNewCallsAreOnANewConnection(Tls how) throws Exception {
        try (Rotating serving = serving(how);
                Rotating staying = calling(how, ALICE, ROOT);
                EchoServer server = EchoServer.of(server(serving, how, PATIENT), PeerIdentity.interceptor());
                Caller caller = Caller.of(staying.tls(), how, server);
                Chat chat = caller.chat()) {
            assertThat(chat.say("before")).isEqualTo("before");
            // Only a new connection shows it: that calls move is seen by it.
            staying.rotateTo(material(STAYING.issue(leaf -> leaf.dns("new.example.org")), ROOT));
            assertThat(caller.asksWho()).isEqualTo("DNS localhost");

            serving.rotateTo(material(SERVER, STAYING));

            while (caller.asksWho().equals("DNS localhost")) {
                assertThat(chat.say("still")).isEqualTo("still");
            }
            assertThat(chat.say("after")).isEqualTo("after");
            assertThat(chat.endsWell()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aChannelLeavesTheServersOfARemovedCa(Tls how) throws Exception {
        try (Rotating serving = serving(how);
                Rotating calling = calling(how, ALICE, ROOT, LEAVING);
                EchoServer server = EchoServer.of(serving.tls(), how);
                Caller caller = Caller.of(client(calling, how, AT_ONCE), server);
                Chat chat = caller.chat()) {
            assertThat(chat.say("here")).isEqualTo("here");

            calling.rotateTo(material(ALICE, LEAVING));

            assertThat(chat.end()).contains("UNAVAILABLE");
            assertThatThrownBy(caller::calls).isInstanceOf(StatusRuntimeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aChannelsStreamHasTheGraceToEndWhileItsNewCallsAreOnANewConnection(Tls how) throws Exception {
        try (Rotating serving = serving(how);
                Rotating calling = calling(how, ALICE, ROOT, LEAVING);
                EchoServer server = EchoServer.of(serving.tls(), how, PeerIdentity.interceptor());
                Caller caller = Caller.of(client(calling, how, PATIENT), server);
                Chat chat = caller.chat()) {
            assertThat(chat.say("before")).isEqualTo("before");
            assertThat(caller.asksWho()).isEqualTo("DNS localhost");

            calling.rotateTo(material(STAYING.issue(leaf -> leaf.dns("new.example.org")), ROOT));

            while (caller.asksWho().equals("DNS localhost")) {
                assertThat(chat.say("still")).isEqualTo("still");
            }
            assertThat(chat.say("after")).isEqualTo("after");
            assertThat(chat.endsWell()).isTrue();
        }
    }

    /** Both sides retire, each at its own time, while everybody calls. */
    @ParameterizedTest
    @MethodSource("all")
    void thousandsOfCallsThroughTwentyChangesOfTrustAndNoneFails(Tls how) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (Rotating serving = serving(how);
                Rotating calling = calling(how, ALICE, ROOT);
                EchoServer server = EchoServer.of(server(serving, how, PATIENT));
                Caller shared = Caller.of(client(calling, how, PATIENT), server);
                Caller plain = Caller.of(calling.tls(), how, server)) {
            List<Future<Integer>> failures = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Caller caller = i % 2 == 0 ? shared : plain;
                failures.add(threads.submit(() -> {
                    int failed = 0;
                    while (!over.get()) {
                        failed += caller.calls() ? 0 : 1;
                        calls.incrementAndGet();
                    }
                    return failed;
                }));
            }
            for (int change = 0; change < TRUST_CHANGES; change++) {
                int before = calls.get();
                boolean both = change % 2 == 0;
                if (change % 4 < 2) {
                    serving.rotateTo(both ? material(SERVER, STAYING) : material(SERVER, STAYING, LEAVING));
                } else {
                    calling.rotateTo(both ? material(ALICE, ROOT, LEAVING) : material(ALICE, ROOT));
                }
                while (calls.get() < before + CALLS_PER_CHANGE
                        && failures.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
            }
            over.set(true);
            for (Future<Integer> failed : failures) {
                assertThat(failed.get()).isZero();
            }
            assertThat(calls.get()).isGreaterThanOrEqualTo(TRUST_CHANGES * CALLS_PER_CHANGE);
        } finally {
            over.set(true);
            threads.shutdown();
        }
    }
}
