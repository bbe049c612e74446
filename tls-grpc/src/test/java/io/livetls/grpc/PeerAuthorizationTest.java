package io.livetls.grpc;

import static io.livetls.grpc.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ChannelCredentials;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.livetls.ClientAuth;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.LeafOptions;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, by real calls. */
class PeerAuthorizationTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Root");
    private static final IssuedCertificate SERVER = ROOT.issue();
    private static final Tls TLS = Tls.all().toList().get(1);
    private static final String MAY_NOT =
            ". Present a certificate that is allowed, or ask who runs this server to allow this one";

    static List<Tls> all() {
        return Tls.all().toList();
    }

    private static Rotating serving(Tls how, ClientAuth clientAuth) {
        return Rotating.of(
                material(SERVER, ROOT), with -> with.clientAuth(clientAuth).protocols(how.protocol()));
    }

    private static Rotating calling(Tls how, @Nullable IssuedCertificate identity) {
        return Rotating.of(material(identity, ROOT), with -> with.protocols(how.protocol()));
    }

    private static String whoCalls(
            Tls how, ClientAuth clientAuth, @Nullable IssuedCertificate client, ServerInterceptor interceptor) {
        try (Rotating serving = serving(how, clientAuth);
                Rotating calling = calling(how, client);
                EchoServer server = EchoServer.of(serving.tls(), how, interceptor);
                Caller caller = Caller.of(calling.tls(), how, server)) {
            return caller.asksWho();
        }
    }

    private static @Nullable Status call(PeerAuthorization authorization, @Nullable Consumer<LeafOptions> client) {
        try {
            whoCalls(TLS, ClientAuth.OPTIONAL, client == null ? null : ROOT.issue(client), authorization);
            return null;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    private static void assertAllowed(PeerAuthorization authorization, @Nullable Consumer<LeafOptions> client) {
        assertThat(call(authorization, client)).isNull();
    }

    private static void assertRefused(
            PeerAuthorization authorization, Consumer<LeafOptions> client, String description) {
        assertThat(call(authorization, client))
                .isNotNull()
                .returns(Status.Code.PERMISSION_DENIED, Status::getCode)
                .returns(description, Status::getDescription);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCallKnowsItsVerifiedPeer(Tls how) {
        IssuedCertificate billing = ROOT.issue(leaf -> leaf.uri("spiffe://example.org/billing"));
        for (ServerInterceptor interceptor : List.of(
                PeerIdentity.interceptor(),
                PeerAuthorization.builder().allow(PeerRule.anyone()).build())) {
            for (ClientAuth clientAuth : List.of(ClientAuth.REQUIRE, ClientAuth.OPTIONAL)) {
                assertThat(whoCalls(how, clientAuth, billing, interceptor)).isEqualTo("spiffe://example.org/billing");
            }
            assertThat(whoCalls(how, ClientAuth.OPTIONAL, null, interceptor)).isEqualTo(Echo.NOBODY);
        }
    }

    /** Where nobody is asked for a certificate, nobody has one. */
    @ParameterizedTest
    @MethodSource("all")
    void withoutClientAuthNoPeerIsEverVerified(Tls how) {
        IssuedCertificate stranger = CertificateAuthority.create("Unknown CA").issue();
        for (IssuedCertificate presented : List.of(ROOT.issue(), stranger)) {
            assertThat(whoCalls(how, ClientAuth.NONE, presented, PeerIdentity.interceptor()))
                    .isEqualTo(Echo.NOBODY);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aConnectionIsReadOnceAndOneThatResumesHasItsPeerToo(Tls how) throws Exception {
        Queue<PeerIdentity> seen = new ConcurrentLinkedQueue<>();
        IssuedCertificate billing = ROOT.issue(leaf -> leaf.uri("spiffe://example.org/billing"));
        CountingTrust fullHandshakes = new CountingTrust(ROOT);
        ChannelCredentials resuming = NettySslContextChannelCredentials.create(
                GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                        .protocols(how.protocol())
                        .keyManager(billing.privateKey(), billing.chain())
                        .trustManager(fullHandshakes)
                        .build());
        try (Rotating serving = serving(how, ClientAuth.REQUIRE);
                EchoServer server = EchoServer.of(serving.tls(), how, collecting(seen), PeerIdentity.interceptor());
                Caller caller = Caller.of(resuming, server)) {
            caller.calls();
            caller.calls();
            PeerIdentity first = seen.remove();
            assertThat(seen.remove()).isSameAs(first);

            assertThat(caller.reconnecting().asksWho()).isEqualTo("spiffe://example.org/billing");
            assertThat(fullHandshakes.checks()).isEqualTo(1);
            assertThat(seen.remove().chain()).isEqualTo(billing.chain());
        }
    }

    /** Interceptors run in the reverse order of their adding. */
    private static ServerInterceptor collecting(Queue<PeerIdentity> seen) {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                PeerIdentity.current().ifPresent(seen::add);
                return next.startCall(call, headers);
            }
        };
    }

    @Test
    void anIdentityThatAnotherInterceptorLeftIsReplaced() {
        PeerIdentity earlier = PeerIdentity.ofChain(ROOT.certificate()).orElseThrow();
        ServerInterceptor leaving = new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                Context forged = PeerIdentity.in(Context.current(), Optional.of(earlier));
                return Contexts.interceptCall(forged, call, headers, next);
            }
        };
        try (Rotating serving = serving(TLS, ClientAuth.OPTIONAL);
                Rotating calling = calling(TLS, null);
                EchoServer server = EchoServer.of(serving.tls(), TLS, PeerIdentity.interceptor(), leaving);
                Caller caller = Caller.of(calling.tls(), TLS, server)) {
            assertThat(caller.asksWho()).isEqualTo(Echo.NOBODY);
        }
    }

    @Test
    void aCallerWithoutACertificateIsToldWhatToGiveItsClient() {
        PeerAuthorization authorization =
                PeerAuthorization.builder().allow(PeerRule.anyCertificate()).build();
        assertThat(call(authorization, null))
                .isNotNull()
                .returns(Status.Code.UNAUTHENTICATED, Status::getCode)
                .returns(
                        "livetls.test.Echo/Who is for clients with a certificate, and this connection has none. Give the"
                                + " client an identity: a certificate, with its key, of a CA that this server trusts",
                        Status::getDescription);
    }

    @Test
    void aCallerThatIsNotAllowedIsToldWhatItPresentedAndWhatKindOfNameIsExpected() {
        PeerAuthorization authorization = PeerAuthorization.builder()
                .allow(PeerRule.spiffeId("spiffe://example.org/secret"), PeerRule.spiffeTrustDomain("hidden.example"))
                .allow(PeerRule.dns("hidden.example.org"))
                .build();
        assertRefused(
                authorization,
                leaf -> leaf.uri("spiffe://example.org/billing"),
                "livetls.test.Echo/Who isn't allowed for the certificate for spiffe://example.org/billing. It goes by"
                        + " a SPIFFE ID or a DNS name" + MAY_NOT);
        assertRefused(
                authorization,
                leaf -> leaf.dns("b.example.org", "c.example.org"),
                "livetls.test.Echo/Who isn't allowed for the certificate for DNS b.example.org, c.example.org. It goes"
                        + " by a SPIFFE ID or a DNS name" + MAY_NOT);
        assertRefused(
                authorization,
                leaf -> leaf.commonName("old\r\nINFO: forged").noNames(),
                "livetls.test.Echo/Who isn't allowed for the certificate for subject CN=\"old??INFO: forged\". It goes by"
                        + " a SPIFFE ID or a DNS name" + MAY_NOT);
    }

    @Test
    void theRulesOfAMethodComeBeforeThoseOfItsServiceAndThoseBeforeAllOthers() {
        Consumer<LeafOptions> a = leaf -> leaf.dns("a.example.org");
        PeerRule isA = PeerRule.dns("a.example.org");
        PeerRule isB = PeerRule.dns("b.example.org");
        String who = Echo.SERVICE + "/Who";

        assertAllowed(PeerAuthorization.builder().allow(isB, isA).build(), a);
        assertAllowed(
                PeerAuthorization.builder()
                        .allow(isB)
                        .service(Echo.SERVICE, isA)
                        .build(),
                a);
        assertAllowed(
                PeerAuthorization.builder()
                        .service(Echo.SERVICE, isB)
                        .method(who, isA)
                        .build(),
                a);
        assertAllowed(PeerAuthorization.builder().method(who, PeerRule.anyone()).build(), null);
        assertAllowed(
                PeerAuthorization.builder()
                        .allow(isA)
                        .method(Echo.SERVICE + "/Say", isB)
                        .build(),
                a);

        String refused = "livetls.test.Echo/Who isn't allowed for the certificate for DNS a.example.org. ";
        assertRefused(
                PeerAuthorization.builder()
                        .allow(isA)
                        .service(Echo.SERVICE, isB)
                        .build(),
                a,
                refused + "It goes by a DNS name" + MAY_NOT);
        assertRefused(
                PeerAuthorization.builder()
                        .service(Echo.SERVICE, isA)
                        .method(who, isB)
                        .build(),
                a,
                refused + "It goes by a DNS name" + MAY_NOT);
        assertRefused(
                PeerAuthorization.builder().allow(isA).method(who).build(),
                a,
                refused + "It is allowed for nobody" + MAY_NOT);
        assertRefused(
                PeerAuthorization.builder().service("another.Service", isA).build(),
                a,
                refused + "It is allowed for nobody" + MAY_NOT);
    }

    @Test
    void aRefusalIsOneLineInTheServersLog() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                lines.add(logged.getLevel() + " " + logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.livetls.grpc");
        logger.addHandler(handler);
        try {
            assertThat(call(
                            PeerAuthorization.builder()
                                    .allow(PeerRule.spiffeTrustDomain("td"))
                                    .build(),
                            leaf -> leaf.commonName("x\nINFO forged").noNames()))
                    .isNotNull();
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines)
                .singleElement()
                .asString()
                .matches(
                        "INFO refused livetls\\.test\\.Echo/Who to the certificate for subject CN=\"x\\?INFO forged\" from"
                                + " /127\\.0\\.0\\.1:\\d+: PERMISSION_DENIED");
    }

    @Test
    void noRulesAtAllIsAMistake() {
        assertThatThrownBy(() -> PeerAuthorization.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("without rules every call would be refused: add allow(...)");
    }

    @Test
    void rulesOfOneNameAreGivenOnce() {
        PeerAuthorization.Builder builder =
                PeerAuthorization.builder().service("a.B").method("a.B/C");
        assertThatThrownBy(() -> builder.service("a.B", PeerRule.anyone()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("service(\"a.B\") was set twice. Give all its rules at once");
        assertThatThrownBy(() -> builder.method("a.B/C")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesThatNoServiceOrMethodCanHaveAreErrors() {
        PeerAuthorization.Builder builder = PeerAuthorization.builder();
        for (String service : List.of("", "/a.B", "a.B/C", "a.B/")) {
            assertThatThrownBy(() -> builder.service(service)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String method : List.of("", "a.B", "/a.B/C", "a.B/", "/C", "a.B/C/D")) {
            assertThatThrownBy(() -> builder.method(method)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
