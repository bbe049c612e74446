package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.netty.Client.Connection;
import io.livetls.netty.Client.Kind;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a rotation does to the sessions that clients hold, over real connections: each way to resume, on each engine. Who is
 * let in and who isn't is the business of {@link RemovedCaMatrixTest}.
 */
class SessionTest {
    private static final int JAVA = Runtime.version().feature();

    private final CertificateAuthority root = CertificateAuthority.create("Server root");
    private final CertificateAuthority staying = CertificateAuthority.create("Staying CA");
    private final CertificateAuthority leaving = CertificateAuthority.create("Leaving CA");
    private final IssuedCertificate server = root.issue();
    private final IssuedCertificate mallory = leaving.issue();
    private final IssuedCertificate alice = staying.issue();

    static Stream<Arguments> everyWay() {
        return Stream.of(NettyEngine.OPENSSL, NettyEngine.JDK)
                .flatMap(engine -> Stream.of(Kind.values()).map(kind -> Arguments.of(engine, kind)));
    }

    private static Rotating mutual(IssuedCertificate server, CertificateAuthority... trusted) {
        return Rotating.of(material(server, trusted), with -> with.clientAuth(ClientAuth.REQUIRE));
    }

    private static EchoServer serving(LiveTls tls, NettyEngine engine) {
        return EchoServer.of(NettyTls.server(tls).engine(engine).build());
    }

    private static void connectTwiceToResume(Client client, int port) throws IOException {
        client.connect(port).close();
        try (Connection second = client.connect(port)) {
            assertThat(second.resumed()).as("the client resumes").isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aConnectionThatWasAcceptedBeforeTheChangeCannotResumeAfterIt(NettyEngine engine, Kind kind) throws Exception {
        try (Rotating handle = mutual(server, staying, leaving);
                EchoServer echo = serving(handle.tls(), engine);
                Client client = kind.client(root, mallory)) {
            connectTwiceToResume(client, echo.port());
            echo.nextAccepted();
            echo.nextAccepted();

            assertThatThrownBy(() -> client.connect("localhost", echo.port(), () -> {
                        echo.nextAccepted();
                        handle.rotateTo(material(server, staying));
                    }))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aClientWhoseCaStaysShakesHandsInFullAfterAChangeOfTrust(NettyEngine engine, Kind kind) throws IOException {
        try (Rotating handle = mutual(server, staying, leaving);
                EchoServer echo = serving(handle.tls(), engine);
                Client client = kind.client(root, alice)) {
            connectTwiceToResume(client, echo.port());

            handle.rotateTo(material(server, staying));

            try (Connection after = client.connect(echo.port())) {
                assertThat(after.resumed()).isFalse();
            }
            try (Client fresh = kind.client(root, alice)) {
                connectTwiceToResume(fresh, echo.port());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void trustThatComesBackDoesNotBringOldSessionsBack(NettyEngine engine, Kind kind) throws IOException {
        try (Rotating handle = mutual(server, staying, leaving);
                EchoServer echo = serving(handle.tls(), engine);
                Client client = kind.client(root, mallory)) {
            connectTwiceToResume(client, echo.port());

            handle.rotateTo(material(server, staying));
            handle.rotateTo(material(server, staying, leaving));

            try (Connection after = client.connect(echo.port())) {
                assertThat(after.resumed()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aNewCertificateAloneIsShownByTheNextFullHandshakeAndKeepsSessions(NettyEngine engine, Kind kind)
            throws IOException {
        IssuedCertificate renewed = root.rekey(server);
        try (Rotating handle = mutual(server, staying);
                EchoServer echo = serving(handle.tls(), engine);
                Client before = kind.client(root, alice);
                Client after = kind.client(root, alice)) {
            connectTwiceToResume(before, echo.port());

            handle.rotateTo(material(renewed, staying));

            try (Connection first = after.connect(echo.port())) {
                assertThat(first.serverCertificate()).isEqualTo(renewed.certificate());
            }
            try (Connection next = before.connect(echo.port())) {
                assertThat(next.resumed()).isEqualTo(sessionsOutliveACertificate(engine, kind));
            }
        }
    }

    /**
     * A session id is known to the native context alone that made it, and that one is replaced. The tickets of a newer JDK
     * hold the server's certificate and are refused after it changed, which is the JDK's rule.
     */
    private static boolean sessionsOutliveACertificate(NettyEngine engine, Kind kind) {
        boolean byId = kind == Kind.TLS12_SESSION_ID;
        return engine == NettyEngine.OPENSSL ? !byId : byId || JAVA < 25;
    }
}
