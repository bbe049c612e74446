package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.SslContext;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A context that was replaced lives on in the connections that have it: those that are open, and those that only begin. */
class RetiredContextTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final CertificateAuthority leaving = CertificateAuthority.create("Leaving CA");
    private final IssuedCertificate server = root.issue();
    private final IssuedCertificate mallory = leaving.issue();

    static Stream<Arguments> enginesAndProtocols() {
        return HandshakeTest.enginesAndProtocols();
    }

    /**
     * The client's certificate is checked just before its CA is removed, and its session is minted just after. A second
     * connection, which was accepted before too, must not resume that session: nobody ever checked it by the new trust.
     */
    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void whatIsMintedAfterTheChangeResumesNowhere(NettyEngine engine, String protocol) throws Exception {
        try (Rotating handle =
                        Rotating.of(material(server, root, leaving), with -> with.clientAuth(ClientAuth.REQUIRE));
                JdkClient client = JdkClient.of(root, mallory, protocol)) {
            SslContext context = serverContext(handle, engine);
            try (EnginePair first = new EnginePair(context, client.newEngine("localhost", 443));
                    EnginePair second = new EnginePair(context, client.newEngine("localhost", 443))) {
                first.step();
                // The next task of the server is the check of the client's certificate.
                first.afterNextServerTask(() -> handle.rotateTo(material(server, root)));
                try {
                    first.finish();
                } catch (SSLException refused) {
                    assertThat(engine)
                            .as("the JDK's engine judges once more at its end")
                            .isEqualTo(NettyEngine.JDK);
                }

                assertThatThrownBy(second::finish).isInstanceOf(SSLException.class);
            }
        }
    }

    private static SslContext serverContext(Rotating handle, NettyEngine engine) {
        return NettyTls.server(handle.tls()).engine(engine).build();
    }
}
