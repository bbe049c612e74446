package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.netty.Client.Connection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final IssuedCertificate server = root.issue();
    private final IssuedCertificate alice = root.issue();

    private static EchoServer serving(Rotating handle, NettyEngine engine) {
        return EchoServer.of(NettyTls.server(handle.tls()).engine(engine).build());
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void aServerPresentsItsCertificate(NettyEngine engine) throws IOException {
        try (Rotating handle = Rotating.of(material(server));
                EchoServer echo = serving(handle, engine);
                Client client = JdkClient.of(root, null, "TLSv1.3", "TLSv1.2");
                Connection connection = client.connect(echo.port())) {
            assertThat(connection.serverCertificate()).isEqualTo(server.certificate());
            assertThat(connection.protocol()).isEqualTo("TLSv1.3");
        }
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void requiredClientAuthRefusesAClientWithoutACertificate(NettyEngine engine) throws IOException {
        try (Rotating handle = Rotating.of(material(server, root), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer echo = serving(handle, engine);
                Client anonymous = JdkClient.of(root, null, "TLSv1.3");
                Client known = JdkClient.of(root, alice, "TLSv1.3")) {
            assertThatThrownBy(() -> anonymous.connect(echo.port())).isInstanceOf(IOException.class);
            known.connect(echo.port()).close();
        }
    }
}
