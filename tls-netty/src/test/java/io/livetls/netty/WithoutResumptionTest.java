package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A live client on BoringSSL, and a server that would resume and counts whom it checks. */
class WithoutResumptionTest {
    private final CertificateAuthority root = CertificateAuthority.create("Root");
    private final IssuedCertificate server = root.issue();
    private final IssuedCertificate client = root.issue();
    private final CountingTrust seen = new CountingTrust(root);

    private EchoServer serving(String protocol) throws SSLException {
        SslContext context = SslContextBuilder.forServer(server.privateKey(), server.chain())
                .sslProvider(SslProvider.OPENSSL)
                .protocols(protocol)
                .clientAuth(ClientAuth.REQUIRE)
                .trustManager(seen)
                .build();
        return EchoServer.of(channel -> context.newHandler(channel.alloc()));
    }

    private void connectTwice(LiveSslContext context, EchoServer echo) throws IOException {
        try (Client connecting = NettyClient.over(context)) {
            connecting.connect(echo.port()).close();
            connecting.connect(echo.port()).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void eachHandshakeOfSuchAClientIsInFullAlsoAfterAChange(String protocol) throws IOException {
        try (Rotating handle = Rotating.of(material(client, root));
                LiveSslContext resuming = NettyTls.client(handle.tls())
                        .engine(NettyEngine.OPENSSL)
                        .build();
                LiveSslContext context = NettyTls.client(handle.tls())
                        .engine(NettyEngine.OPENSSL)
                        .withoutResumption()
                        .build();
                EchoServer echo = serving(protocol)) {
            connectTwice(resuming, echo);
            assertThat(seen.checks()).as("another client resumes").isEqualTo(1);

            connectTwice(context, echo);
            assertThat(seen.checks()).isEqualTo(3);
            handle.rotateTo(material(root.renew(client), root));
            connectTwice(context, echo);
            assertThat(seen.checks()).isEqualTo(5);
        }
    }
}
