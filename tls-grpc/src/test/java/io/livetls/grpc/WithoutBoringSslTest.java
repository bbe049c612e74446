package io.livetls.grpc;

import static io.livetls.grpc.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.netty.NettyEngine;
import io.livetls.testing.CertificateAuthority;
import io.netty.handler.ssl.OpenSsl;
import org.junit.jupiter.api.Test;

/** Runs in a JVM of its own, without netty-tcnative on its class path: see the module's build. */
class WithoutBoringSslTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");

    @Test
    void callsAreMadeWithTheJdksEngine() {
        assertThat(OpenSsl.isAvailable()).isFalse();
        try (Rotating both = Rotating.of(material(root.issue(), root), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer server = EchoServer.of(GrpcTls.serverCredentials(both.tls()), PeerIdentity.interceptor());
                Caller caller = Caller.of(GrpcTls.channelCredentials(both.tls()), server)) {
            assertThat(caller.asksWho()).isEqualTo("DNS localhost");
        }
    }

    @Test
    void boringSslThatIsAskedForIsAnErrorThatNamesTheDependency() {
        try (Rotating handle = Rotating.of(material(root.issue(), root))) {
            assertThatThrownBy(() ->
                            GrpcTls.serverCredentials(handle.tls(), context -> context.engine(NettyEngine.OPENSSL)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("io.netty:netty-tcnative-boringssl-static");
        }
    }
}
