package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.testing.CertificateAuthority;
import java.io.IOException;
import java.net.ServerSocket;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ClientAuthTest {
    private final Jsse jsse;
    private final CertificateAuthority ca = CertificateAuthority.create("CA");

    ClientAuthTest(Jsse jsse) {
        this.jsse = jsse;
    }

    @Test
    void requireRefusesAClientWithoutACertificate() throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca);
                EchoServer echo = new EchoServer(server.tls().sslContext())) {
            assertThatThrownBy(() -> new TestClient(ca, null).call(echo.port(), "TLSv1.3"))
                    .isInstanceOf(IOException.class);
            new TestClient(ca, ca.issue()).call(echo.port(), "TLSv1.3");
        }
    }

    @Test
    void optionalLetsAClientWithoutACertificateInButNotAStranger() throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.OPTIONAL, ca.issue(), ca);
                EchoServer echo = new EchoServer(server.tls().sslContext())) {
            new TestClient(ca, null).call(echo.port(), "TLSv1.3");
            new TestClient(ca, ca.issue()).call(echo.port(), "TLSv1.3");
            // Of the same name as the CA, so that the client thinks its certificate is wanted.
            assertThatThrownBy(() -> new TestClient(ca, ca.impostor().issue()).call(echo.port(), "TLSv1.3"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFrameworkThatResetsClientAuthDoesNotWeakenTheSettings() throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca)) {
            SSLEngine engine = server.tls().sslContext().createSSLEngine();
            engine.setUseClientMode(false);
            engine.setNeedClientAuth(false);
            engine.setWantClientAuth(false);
            engine.setSSLParameters(new SSLParameters());
            assertThatThrownBy(() -> InMemory.handshake(new TestClient(ca, null).engine("TLSv1.3"), engine))
                    .isInstanceOf(IOException.class);

            SSLServerSocket socket = (SSLServerSocket)
                    server.tls().sslContext().getServerSocketFactory().createServerSocket(0);
            socket.setNeedClientAuth(false);
            try (EchoServer echo = new EchoServer(socket)) {
                assertThatThrownBy(() -> new TestClient(ca, null).call(echo.port(), "TLSv1.3"))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void anAcceptedSocketThatIsResetDoesNotWeakenTheSettings() throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca);
                ServerSocket listening =
                        server.tls().sslContext().getServerSocketFactory().createServerSocket(0);
                EchoOnce connection = new EchoOnce(listening, new TestClient(ca, null), "TLSv1.3")) {
            SSLSocket accepted = (SSLSocket) connection.accepted();
            accepted.setNeedClientAuth(false);
            accepted.setWantClientAuth(false);
            accepted.setSSLParameters(new SSLParameters());
            assertThat(accepted.getNeedClientAuth()).isTrue();
            assertThatThrownBy(connection::serve).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anEngineCanBeStricterThanTheSettings() throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.NONE, ca.issue(), ca)) {
            SSLEngine engine = server.tls().sslContext().createSSLEngine();
            engine.setUseClientMode(false);
            engine.setNeedClientAuth(true);
            assertThatThrownBy(() -> InMemory.handshake(new TestClient(ca, null).engine("TLSv1.3"), engine))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aHandleWithoutTrustServesButMakesNoClient() throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.NONE, ca.issue());
                EchoServer echo = new EchoServer(server.tls().sslContext())) {
            assertThat(new TestClient(ca, null).call(echo.port(), "TLSv1.3").protocol())
                    .isEqualTo("TLSv1.3");
            assertThatThrownBy(
                            () -> server.tls().sslContext().getSocketFactory().createSocket())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("trust(")
                    .hasMessageContaining("trustSystem()");
            SSLEngine client = server.tls().sslContext().createSSLEngine("localhost", 1);
            client.setUseClientMode(true);
            assertThatThrownBy(client::beginHandshake)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("trustSystem()");
            assertThatThrownBy(() -> server.tls()
                            .trustManager()
                            .checkServerTrusted(new java.security.cert.X509Certificate[] {ca.certificate()}, "UNKNOWN"))
                    .isInstanceOf(java.security.cert.CertificateException.class)
                    .hasMessageContaining("trustSystem()");
        }
    }

    @Test
    void anEngineWithoutAModeSaysSoAsTheJdksDoes() throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.NONE, ca.issue())) {
            SSLEngine engine = server.tls().sslContext().createSSLEngine();
            assertThatThrownBy(engine::beginHandshake)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("mode");
            engine.setUseClientMode(false);
            InMemory.handshake(new TestClient(ca, null).engine("TLSv1.3"), engine);
        }
    }
}
