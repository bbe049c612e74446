package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.TlsSnapshot;
import io.livetls.netty.Client.Connection;
import io.livetls.netty.Client.Kind;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionStats;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ticket keys of a process's own are replaced under live BoringSSL contexts, and clients don't notice. */
class TicketKeyScheduleTest {
    private static final Duration SEALING = Duration.ofHours(12);

    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final IssuedCertificate server = root.issue();
    private final TestClock clock = new TestClock();

    private LiveSslContext serving(Rotating handle) {
        return NettyTls.server(handle.tls())
                .engine(NettyEngine.OPENSSL)
                .ticketKeyLifetime(SEALING)
                .nanoTime(clock)
                .build();
    }

    private static boolean resumes(Client client, EchoServer echo) throws IOException {
        try (Connection connection = client.connect(echo.port())) {
            return connection.resumed();
        }
    }

    private static OpenSslSessionStats stats(LiveSslContext context) {
        return ((OpenSslSessionContext) context.sessionContext()).stats();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TLS12_TICKET", "TLS13_JDK", "TLS13_OPENSSL"})
    void aTicketOutlivesTheTimeOfItsKeyAndIsSealedAnew(Kind kind) throws IOException {
        try (Rotating handle = Rotating.of(material(server));
                LiveSslContext context = serving(handle);
                EchoServer echo = EchoServer.of(context);
                Client client = kind.client(root, null)) {
            assertThat(resumes(client, echo)).isFalse();
            assertThat(resumes(client, echo)).isTrue();
            assertThat(stats(context).ticketKeyRenew()).isZero();

            clock.advance(SEALING);

            long resumedBefore = stats(context).ticketKeyResume();
            assertThat(resumes(client, echo)).isTrue();
            assertThat(stats(context).ticketKeyRenew())
                    .as("opened by a key that doesn't seal any more")
                    .isEqualTo(1);
            // A client may hold several tickets, and may use those of the old key up first.
            for (int i = 0; i < 10 && stats(context).ticketKeyResume() == resumedBefore; i++) {
                assertThat(resumes(client, echo)).isTrue();
            }
            assertThat(stats(context).ticketKeyResume())
                    .as("opened by the new key")
                    .isGreaterThan(resumedBefore);
        }
    }

    @Test
    void aTicketWhoseKeyIsGoneIsNotResumed() throws IOException {
        try (Rotating handle = Rotating.of(material(server));
                LiveSslContext context = serving(handle);
                EchoServer echo = EchoServer.of(context);
                Client client = Kind.TLS13_JDK.client(root, null)) {
            assertThat(resumes(client, echo)).isFalse();

            clock.advance(SEALING.plusDays(2));

            assertThat(resumes(client, echo)).isFalse();
            assertThat(resumes(client, echo)).isTrue();
        }
    }

    @Test
    void keysThatWereReplacedWhileTheNextContextWasMadeReachIt() throws IOException {
        try (Rotating handle = Rotating.of(material(server));
                Client client = Kind.TLS13_JDK.client(root, null)) {
            OpenSslContexts contexts = contexts(handle);
            TlsSnapshot snapshot = handle.tls().current();
            OpenSslGeneration old = contexts.derive(snapshot, null);
            OpenSslGeneration next = contexts.derive(snapshot, old);
            AtomicReference<OpenSslGeneration> current = new AtomicReference<>(old);
            try (EchoServer echo = EchoServer.of(channel -> {
                OpenSslGeneration serving = Objects.requireNonNull(current.get());
                serving.freshenTicketKeys();
                return serving.context().newHandler(channel.alloc());
            })) {
                clock.advance(SEALING);
                assertThat(resumes(client, echo)).isFalse();
                assertThat(resumes(client, echo)).isTrue();

                current.set(next);

                assertThat(resumes(client, echo)).isTrue();
            } finally {
                old.retire();
                next.retire();
            }
        }
    }

    @Test
    void aRetiredContextIsNeverGivenKeysThatOpen() throws IOException {
        try (Rotating handle = Rotating.of(material(server));
                Client client = Kind.TLS13_JDK.client(root, null)) {
            OpenSslGeneration generation = contexts(handle).derive(handle.tls().current(), null);
            assertThat(generation.tryRetain()).isTrue();
            try (EchoServer echo = EchoServer.of(channel -> {
                generation.freshenTicketKeys();
                return generation.context().newHandler(channel.alloc());
            })) {
                assertThat(resumes(client, echo)).isFalse();
                assertThat(resumes(client, echo)).isTrue();

                generation.retire();
                clock.advance(SEALING);

                assertThat(resumes(client, echo)).isFalse();
            } finally {
                generation.release();
            }
        }
    }

    private OpenSslContexts contexts(Rotating handle) {
        ContextSettings settings =
                new ContextSettings(false, ClientAuth.NONE, List.of(), List.of(), List.of(), List.of(), true);
        return new OpenSslContexts(settings, handle.tls(), new TicketKeyRotation.Schedule(SEALING, clock));
    }
}
