package io.livetls.grpc;

import static io.livetls.grpc.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.netty.NettyContextBuilder;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Credentials of one generation. */
class GrpcTlsTest {
    private static final CertificateAuthority CA = CertificateAuthority.create("CA");
    private static final CertificateAuthority STRANGE = CertificateAuthority.create("Strange CA");
    private static final IssuedCertificate SERVER = CA.issue();

    static List<Tls> all() {
        return Tls.all().toList();
    }

    private static LiveTls handle(Tls how, ClientAuth clientAuth, @Nullable IssuedCertificate identity) {
        LiveTls.Builder builder = LiveTls.builder()
                .trustCertificates(List.of(CA.certificate()))
                .clientAuth(clientAuth)
                .protocols(how.protocol());
        return (identity == null ? builder : builder.identity(identity.privateKey(), identity.chain())).build();
    }

    private static LiveTls client(Tls how, @Nullable IssuedCertificate identity) {
        return handle(how, ClientAuth.NONE, identity);
    }

    private static boolean isServed(EchoServer server, Tls how, @Nullable IssuedCertificate identity) {
        try (LiveTls client = client(how, identity);
                Caller caller = Caller.of(client, how, server)) {
            return caller.calls();
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void requiredClientAuthLetsInWhoIsTrusted(Tls how) {
        try (LiveTls tls = handle(how, ClientAuth.REQUIRE, SERVER);
                EchoServer server = EchoServer.of(tls, how)) {
            assertThat(isServed(server, how, CA.issue())).isTrue();
            assertThat(isServed(server, how, STRANGE.issue())).isFalse();
            assertThat(isServed(server, how, null)).isFalse();
        }
    }

    /** The JDK's clients present nothing where the server's CAs aren't theirs, so this one presents it nonetheless. */
    @ParameterizedTest
    @MethodSource("all")
    void optionalClientAuthLetsInWhoPresentsNothingAndRefusesWhatDoesNotVerify(Tls how) throws Exception {
        try (LiveTls tls = handle(how, ClientAuth.OPTIONAL, SERVER);
                EchoServer server = EchoServer.of(tls, how);
                Stranger impostor = Stranger.of(
                        SslProvider.OPENSSL_REFCNT,
                        how.protocol(),
                        CA,
                        CA.impostor().issue(),
                        "h2")) {
            assertThat(isServed(server, how, CA.issue())).isTrue();
            assertThat(isServed(server, how, null)).isTrue();
            assertThat(impostor.visit(server).served()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void withoutClientAuthEverybodyIsServed(Tls how) {
        try (LiveTls tls = handle(how, ClientAuth.NONE, SERVER);
                EchoServer server = EchoServer.of(tls, how)) {
            assertThat(isServed(server, how, CA.issue())).isTrue();
            assertThat(isServed(server, how, STRANGE.issue())).isTrue();
            assertThat(isServed(server, how, null)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aChannelRefusesAServerThatItDoesNotTrust(Tls how) {
        try (LiveTls tls = handle(how, ClientAuth.NONE, STRANGE.issue());
                EchoServer server = EchoServer.of(tls, how)) {
            assertThat(isServed(server, how, null)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aPeerThatDoesNotAgreeOnHttp2IsNotServed(Tls how) throws Exception {
        try (LiveTls tls = handle(how, ClientAuth.NONE, SERVER);
                EchoServer server = EchoServer.of(tls, how);
                Stranger http2 = Stranger.of(SslProvider.JDK, how.protocol(), CA, null, "http/1.1", "h2");
                Stranger http1 = Stranger.of(SslProvider.JDK, how.protocol(), CA, null, "http/1.1");
                Stranger noAlpn = Stranger.of(SslProvider.JDK, how.protocol(), CA, null)) {
            assertThat(http2.visit(server).served()).isTrue();
            assertThat(http1.visit(server).served()).isFalse();
            assertThat(noAlpn.visit(server).served()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aChannelChecksTheHostOfItsAuthority(Tls how) {
        IssuedCertificate other = CA.issue(leaf -> leaf.dns("other.example.org"));
        try (LiveTls tls = handle(how, ClientAuth.NONE, other);
                LiveTls client = client(how, null);
                EchoServer server = EchoServer.of(tls, how);
                Caller plain = Caller.of(client, how, server);
                Caller overriding = Caller.of(
                        GrpcTls.channelCredentials(client, how::in),
                        "localhost",
                        server.port(),
                        builder -> builder.overrideAuthority("other.example.org"))) {
            assertThatThrownBy(plain::calls).isInstanceOf(StatusRuntimeException.class);
            assertThat(overriding.calls()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aClosedHandleMakesNoConnectionsAndOpenOnesGoOn(Tls how) {
        LiveTls tls = handle(how, ClientAuth.NONE, SERVER);
        LiveTls client = client(how, null);
        try (EchoServer server = EchoServer.of(tls, how);
                Caller caller = Caller.of(client, how, server)) {
            assertThat(caller.calls()).isTrue();
            client.close();
            assertThat(caller.calls()).isTrue();
            assertThatThrownBy(() -> caller.reconnecting().calls()).isInstanceOf(StatusRuntimeException.class);
            tls.close();
            assertThat(isServed(server, how, null)).isFalse();
        }
    }

    @Test
    void aServerWithoutAnIdentityIsAnErrorThatSaysWhatToAdd() {
        try (Rotating handle = Rotating.of(material(null, CA))) {
            assertThatThrownBy(() -> GrpcTls.serverCredentials(handle.tls()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("identity(");
        }
    }

    @Test
    void aChannelWithoutTrustIsAnErrorThatSaysWhatToAdd() {
        try (Rotating handle = Rotating.of(material(SERVER))) {
            assertThatThrownBy(() -> GrpcTls.channelCredentials(handle.tls()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("trust(")
                    .hasMessageContaining("trustSystem()");
        }
    }

    @Test
    void theProtocolOfAlpnIsNotAChoice() {
        UnaryOperator<NettyContextBuilder> both = context -> context.applicationProtocols("http/1.1");
        try (Rotating handle = Rotating.of(material(SERVER, CA))) {
            assertThatThrownBy(() -> GrpcTls.serverCredentials(handle.tls(), both))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("applicationProtocols was set twice");
        }
    }
}
