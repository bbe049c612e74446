package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientSocketsTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");

    @ParameterizedTest
    @EnumSource
    void socketsForOneConnectionAreOfTheHandlesProvider(Jsse jsse) throws Exception {
        try (LiveTls tls = jsse.handle()
                        .trustCertificates(List.of(ca.certificate()))
                        .build();
                ServerSocket server = new ServerSocket(0);
                Socket transport = new Socket("localhost", server.getLocalPort());
                SSLSocket socket =
                        ClientSockets.over(transport, "localhost", server.getLocalPort(), tls, SslMode.VERIFY_FULL)) {
            assertThat(Conscrypt.isConscrypt(socket)).isEqualTo(jsse == Jsse.CONSCRYPT);
            assertThat(socket.getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("HTTPS");
        }
    }
}
