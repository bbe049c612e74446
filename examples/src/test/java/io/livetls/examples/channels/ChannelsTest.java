package io.livetls.examples.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.livetls.config.TlsEnvironment;
import io.livetls.examples.grpc.Hello;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three channels, each with its own certificate and its own choice. */
class ChannelsTest {
    private static final String[] NAMES = {"engine", "ingress", "functions"};
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @TempDir
    private Path temporary;

    private final CertificateAuthority engineCa = CertificateAuthority.create("Engine CA");
    private final CertificateAuthority ingressCa = CertificateAuthority.create("Ingress CA");
    private SecretVolume engine;
    private SecretVolume ingress;

    /** With wildcard SANs and both usages, as the platform's certificates are. */
    private static IssuedCertificate wildcard(CertificateAuthority ca) {
        return ca.issue(
                leaf -> leaf.dns("*.default.svc.cluster.local").serverAuth().clientAuth());
    }

    @BeforeEach
    void mount() {
        engine = SecretVolume.create(temporary.resolve("engine"));
        engine.update(wildcard(engineCa), engineCa);
        ingress = SecretVolume.create(temporary.resolve("ingress"));
        ingress.update(wildcard(ingressCa), ingressCa);
    }

    @AfterEach
    void unmount() {
        engine.close();
        ingress.close();
    }

    private Channels channels(String engineClientAuth) {
        return new Channels(
                TlsEnvironment.of(Map.of(
                        "MM_TLS_ENGINE__SECRET_DIR",
                        engine.path().toString(),
                        "MM_TLS_ENGINE__CLIENT_AUTH",
                        engineClientAuth,
                        "MM_TLS_INGRESS__SECRET_DIR",
                        ingress.path().toString(),
                        "MM_TLS_FUNCTIONS__ENABLED",
                        "false")),
                NAMES);
    }

    private static String call(Channels channels, String channel, String host, Server server) {
        ManagedChannel connected = channels.connect(channel, "localhost:" + server.getPort())
                .overrideAuthority(host)
                .build();
        try {
            return Hello.say(connected, "you");
        } finally {
            connected.shutdownNow();
        }
    }

    private static String service(String name) {
        return name + ".default.svc.cluster.local";
    }

    private static void stop(Server server) throws InterruptedException {
        assertThat(server.shutdownNow().awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void allEndsOfAChannelAgree() throws Exception {
        try (Channels channels = channels("REQUIRE")) {
            for (String name : NAMES) {
                Server server = channels.serve(name);
                assertThat(call(channels, name, service(name), server)).isEqualTo(name + " heard you");
                stop(server);
            }
        }
    }

    @Test
    void aChannelsCertificateIsOfNoUseOnAnotherOne() throws Exception {
        try (Channels channels = channels("REQUIRE")) {
            Server server = channels.serve("engine");
            assertThatThrownBy(() -> call(channels, "ingress", service("engine"), server))
                    .isInstanceOf(StatusRuntimeException.class);
            assertThatThrownBy(() -> call(channels, "functions", service("engine"), server))
                    .isInstanceOf(StatusRuntimeException.class);
            stop(server);
        }
    }

    @Test
    void theWildcardStandsForOneLabel() throws Exception {
        try (Channels channels = channels("NONE")) {
            Server server = channels.serve("engine");
            assertThat(call(channels, "engine", service("anything"), server)).isEqualTo("engine heard you");
            assertThatThrownBy(() -> call(channels, "engine", service("two.labels"), server))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasStackTraceContaining("two.labels.default.svc.cluster.local");
            stop(server);
        }
    }

    @Test
    void oneChannelIsRotatedWhileItRunsAndTheOthersStayAsTheyAre() throws Exception {
        CertificateAuthority newCa = CertificateAuthority.create("New engine CA");
        try (Channels channels = channels("REQUIRE")) {
            Server engineServer = channels.serve("engine");
            Server ingressServer = channels.serve("ingress");
            engine.update(wildcard(newCa), newCa);
            awaitRotation(newCa, engineServer);
            assertThat(call(channels, "engine", service("engine"), engineServer))
                    .isEqualTo("engine heard you");
            assertThat(call(channels, "ingress", service("ingress"), ingressServer))
                    .isEqualTo("ingress heard you");
            stop(engineServer);
            stop(ingressServer);
        }
    }

    /** Until a platform of the new CA alone is let in. Client and server have one handle here, so both have changed then. */
    private void awaitRotation(CertificateAuthority newCa, Server server) throws IOException {
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("new"))) {
            volume.update(wildcard(newCa), newCa);
            Map<String, String> variables =
                    Map.of("MM_TLS_ENGINE__SECRET_DIR", volume.path().toString());
            try (Channels renewed = new Channels(TlsEnvironment.of(variables), "engine")) {
                long end = System.nanoTime() + DEADLINE.toNanos();
                while (!reaches(renewed, server)) {
                    assertThat(System.nanoTime() - end).isNegative();
                }
            }
        }
    }

    private static boolean reaches(Channels channels, Server server) {
        try {
            return call(channels, "engine", service("engine"), server).equals("engine heard you");
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}
