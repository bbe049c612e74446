package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.ReloadResult;
import io.livetls.material.Problem;
import io.livetls.netty.Client.Connection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a rotation does to connections: open ones, those under way, and clients'. */
class RotationTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final CertificateAuthority leaving = CertificateAuthority.create("Leaving CA");
    private final IssuedCertificate server = root.issue();
    private final IssuedCertificate alice = root.issue();
    private final IssuedCertificate mallory = leaving.issue();

    private static SslContext serverContext(Rotating handle, NettyEngine engine) {
        return NettyTls.server(handle.tls()).engine(engine).build();
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void openConnectionsGoOnAcrossRotations(NettyEngine engine) throws IOException {
        try (Rotating serverTls =
                        Rotating.of(material(server, root, leaving), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer echo = EchoServer.of(serverContext(serverTls, engine));
                Rotating clientTls = Rotating.of(material(mallory, root));
                Client client = NettyClient.over(
                        NettyTls.client(clientTls.tls()).engine(engine).build());
                Connection open = client.connect(echo.port())) {
            serverTls.rotateTo(material(root.rekey(server), root, leaving));
            clientTls.rotateTo(material(alice, root));
            serverTls.rotateTo(material(server, root));

            open.echo();
        }
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void aClientPresentsItsNewIdentityThoughItHoldsASession(NettyEngine engine) throws Exception {
        IssuedCertificate renewed = root.renew(alice);
        try (Rotating serverTls = Rotating.of(material(server, root), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer echo = EchoServer.of(serverContext(serverTls, engine));
                Rotating clientTls = Rotating.of(material(alice, root));
                Client client = NettyClient.over(
                        NettyTls.client(clientTls.tls()).engine(engine).build())) {
            try (Connection first = client.connect(echo.port())) {
                assertThat(echo.nextPeerCertificate()).isEqualTo(alice.certificate());
                first.echo();
            }

            clientTls.rotateTo(material(renewed, root));

            try (Connection second = client.connect(echo.port())) {
                assertThat(echo.nextPeerCertificate()).isEqualTo(renewed.certificate());
                second.echo();
            }
        }
    }

    @Test
    void anIdentityThatBoringSslRefusesFailsTheReloadAndChangesNothing() throws IOException {
        IssuedCertificate refused = root.issue(leaf -> leaf.key(KeyAlgorithm.ED25519));
        try (Rotating handle = Rotating.of(material(server));
                EchoServer echo = EchoServer.of(serverContext(handle, NettyEngine.OPENSSL));
                Client client = JdkClient.of(root, null, "TLSv1.3")) {
            ReloadResult result = handle.tryRotateTo(material(refused));

            assertThat(result).isInstanceOfSatisfying(ReloadResult.Failed.class, failed -> {
                assertThat(failed.cause().problem()).isEqualTo(Problem.REFUSED);
                assertThat(failed.cause())
                        .hasMessageStartingWith("BoringSSL can't present a certificate for a key of type EdDSA, ");
                assertThat(failed.current().generation()).isEqualTo(1);
            });
            try (Connection connection = client.connect(echo.port())) {
                assertThat(connection.serverCertificate()).isEqualTo(server.certificate());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void sizeAndTimeoutOfTheSessionCacheSurviveARotation(NettyEngine engine) {
        try (Rotating handle = Rotating.of(material(server, root))) {
            SslContext context = serverContext(handle, engine);
            context.sessionContext().setSessionCacheSize(17);
            context.sessionContext().setSessionTimeout(18);

            handle.rotateTo(material(root.rekey(server), leaving));

            assertThat(context.sessionContext().getSessionCacheSize()).isEqualTo(17);
            assertThat(context.sessionContext().getSessionTimeout()).isEqualTo(18);
        }
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void aClosedContextMakesNothingMore(NettyEngine engine) {
        try (Rotating handle = Rotating.of(material(server))) {
            LiveSslContext one = NettyTls.server(handle.tls()).engine(engine).build();
            LiveSslContext other = NettyTls.server(handle.tls()).engine(engine).build();

            one.close();
            one.close();
            assertThatThrownBy(() -> one.newEngine(ByteBufAllocator.DEFAULT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            ReferenceCountUtil.release(other.newEngine(ByteBufAllocator.DEFAULT));

            handle.tls().close();
            assertThatThrownBy(() -> other.newEngine(ByteBufAllocator.DEFAULT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }
}
