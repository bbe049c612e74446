package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.netty.Client.Connection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Runs in a JVM of its own, without netty-tcnative on its class path: see the module's build. */
class WithoutBoringSslTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final IssuedCertificate server = root.issue();

    @Test
    void autoServesWithTheJdksEngine() throws IOException {
        assertThat(OpenSsl.isAvailable()).isFalse();
        try (Rotating handle = Rotating.of(material(server))) {
            SslContext context = NettyTls.serverContext(handle.tls());
            assertThat(context).isInstanceOf(JdkLiveContext.class);
            try (EchoServer echo = EchoServer.of(context);
                    Client client = JdkClient.of(root, null, "TLSv1.3");
                    Connection connection = client.connect(echo.port())) {
                assertThat(connection.serverCertificate()).isEqualTo(server.certificate());
            }
        }
    }

    @Test
    void openSslThatIsAskedForIsAnErrorThatNamesTheDependency() {
        try (Rotating handle = Rotating.of(material(server))) {
            NettyContextBuilder builder = NettyTls.server(handle.tls()).engine(NettyEngine.OPENSSL);

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("engine(OPENSSL): Netty's native OpenSSL isn't available (")
                    .hasMessageContaining("io.netty:netty-tcnative-boringssl-static")
                    .hasCause(OpenSsl.unavailabilityCause());
        }
    }
}
