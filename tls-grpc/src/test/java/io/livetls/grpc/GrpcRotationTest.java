package io.livetls.grpc;

import static io.livetls.grpc.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ServerCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextServerCredentials;
import io.livetls.ClientAuth;
import io.livetls.grpc.Echo.Chat;
import io.livetls.netty.NettyEngine;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change of certificate or CA means to calls, connections and sessions. */
class GrpcRotationTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Server root");
    private static final CertificateAuthority NEW_ROOT = CertificateAuthority.create("New server root");
    private static final CertificateAuthority STAYING = CertificateAuthority.create("Staying CA");
    private static final CertificateAuthority LEAVING = CertificateAuthority.create("Leaving CA");
    private static final CertificateAuthority JOINING = CertificateAuthority.create("Joining CA");
    private static final IssuedCertificate SERVER = ROOT.issue();
    private static final IssuedCertificate ALICE = STAYING.issue();

    static List<Tls> all() {
        return Tls.all().toList();
    }

    /** A stranger by each library. */
    record Meeting(Tls ours, SslProvider theirs) {}

    static Stream<Meeting> meetings() {
        return Tls.all()
                .flatMap(ours -> Stream.of(SslProvider.JDK, SslProvider.OPENSSL_REFCNT)
                        .map(theirs -> new Meeting(ours, theirs)));
    }

    private static Rotating server(Tls how, CertificateAuthority... trusted) {
        return Rotating.of(
                material(SERVER, trusted),
                with -> with.clientAuth(ClientAuth.REQUIRE).protocols(how.protocol()));
    }

    private static Rotating client(Tls how, IssuedCertificate identity, CertificateAuthority... trusted) {
        return Rotating.of(material(identity, trusted), with -> with.protocols(how.protocol()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void callsAndStreamsLiveThroughANewCertificateAndANewCaOnBothSides(Tls how) throws Exception {
        IssuedCertificate renewed = NEW_ROOT.rekey(SERVER);
        IssuedCertificate newAlice = JOINING.rekey(ALICE);
        try (Rotating serving = server(how, STAYING);
                Rotating calling = client(how, ALICE, ROOT);
                EchoServer server = EchoServer.of(serving.tls(), how, PeerIdentity.interceptor());
                Caller caller = Caller.of(calling.tls(), how, server);
                Chat chat = caller.chat()) {
            assertThat(chat.say("one")).isEqualTo("one");
            // Everybody trusts both, then everybody shows the new one, then the old ones go.
            List<Runnable> steps = List.of(
                    () -> serving.rotateTo(material(SERVER, STAYING, JOINING)),
                    () -> calling.rotateTo(material(ALICE, ROOT, NEW_ROOT)),
                    () -> serving.rotateTo(material(renewed, STAYING, JOINING)),
                    () -> calling.rotateTo(material(newAlice, ROOT, NEW_ROOT)),
                    () -> serving.rotateTo(material(renewed, JOINING)),
                    () -> calling.rotateTo(material(newAlice, NEW_ROOT)));
            for (Runnable step : steps) {
                step.run();
                assertThat(caller.calls()).isTrue();
                assertThat(caller.reconnecting().calls()).isTrue();
                assertThat(chat.say("more")).isEqualTo("more");
            }
            assertThat(chat.endsWell()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aNewConnectionShowsTheNewCertificateOnBothSides(Tls how) {
        IssuedCertificate renamed = ROOT.issue(leaf -> leaf.dns("renamed.example.org"));
        IssuedCertificate bob = STAYING.issue(leaf -> leaf.dns("bob.example.org"));
        try (Rotating serving = server(how, STAYING);
                Rotating calling = client(how, ALICE, ROOT);
                EchoServer server = EchoServer.of(serving.tls(), how, PeerIdentity.interceptor());
                Caller caller = Caller.of(calling.tls(), how, server);
                Caller renamedOnly = Caller.of(
                        GrpcTls.channelCredentials(calling.tls(), how::in),
                        "localhost",
                        server.port(),
                        builder -> builder.overrideAuthority("renamed.example.org"))) {
            assertThat(caller.asksWho()).isEqualTo("DNS localhost");

            calling.rotateTo(material(bob, ROOT));
            assertThat(caller.asksWho()).isEqualTo("DNS localhost");
            assertThat(caller.reconnecting().asksWho()).isEqualTo("DNS bob.example.org");

            serving.rotateTo(material(renamed, STAYING));
            assertThat(renamedOnly.calls()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void aClientOfARemovedCaIsRefusedAlsoWhereItWouldResume(Meeting meeting) throws Exception {
        Tls how = meeting.ours();
        IssuedCertificate mallory = LEAVING.issue();
        try (Rotating serving = server(how, STAYING, LEAVING);
                Rotating leaving = client(how, mallory, ROOT);
                EchoServer server = EchoServer.of(serving.tls(), how);
                Caller caller = Caller.of(leaving.tls(), how, server);
                Stranger stranger = Stranger.of(meeting.theirs(), how.protocol(), ROOT, mallory, "h2");
                Stranger alice = Stranger.of(meeting.theirs(), how.protocol(), ROOT, ALICE, "h2")) {
            assertThat(caller.calls()).isTrue();
            for (Stranger each : List.of(stranger, alice)) {
                assertThat(each.visit(server)).isEqualTo(new Stranger.Visit(true, false));
                assertThat(each.visit(server)).isEqualTo(new Stranger.Visit(true, true));
            }

            serving.rotateTo(material(SERVER, STAYING));

            assertThat(stranger.visit(server).served()).isFalse();
            assertThat(stranger.visit(server).served()).isFalse();
            assertThat(alice.visit(server)).isEqualTo(new Stranger.Visit(true, false));
            assertThat(caller.calls()).as("an open connection goes on").isTrue();
            assertThatThrownBy(() -> caller.reconnecting().calls()).isInstanceOf(StatusRuntimeException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void aClientOfANewCaGetsInAtOnce(Meeting meeting) throws Exception {
        Tls how = meeting.ours();
        IssuedCertificate newcomer = JOINING.issue();
        try (Rotating serving = server(how, STAYING);
                Rotating joining = client(how, newcomer, ROOT);
                EchoServer server = EchoServer.of(serving.tls(), how);
                Stranger stranger = Stranger.of(meeting.theirs(), how.protocol(), ROOT, newcomer, "h2")) {
            assertThat(stranger.visit(server).served()).isFalse();

            serving.rotateTo(material(SERVER, STAYING, JOINING));

            assertThat(stranger.visit(server)).isEqualTo(new Stranger.Visit(true, false));
            try (Caller caller = Caller.of(joining.tls(), how, server)) {
                assertThat(caller.calls()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRenewedCertificateAloneLeavesSessionsAsTheEngineDoes(Tls how) throws Exception {
        try (Rotating serving = server(how, STAYING);
                EchoServer server = EchoServer.of(serving.tls(), how);
                Stranger alice = Stranger.of(SslProvider.JDK, how.protocol(), ROOT, ALICE, "h2")) {
            assertThat(alice.visit(server)).isEqualTo(new Stranger.Visit(true, false));
            serving.rotateTo(material(ROOT.rekey(SERVER), STAYING));

            boolean resumes =
                    how.engine() == NettyEngine.OPENSSL || Runtime.version().feature() < 25;
            assertThat(alice.visit(server)).isEqualTo(new Stranger.Visit(true, resumes));
        }
    }

    /** The server is gRPC's own, with a certificate that doesn't change, and lets clients resume. */
    @ParameterizedTest
    @MethodSource("all")
    void aServerOfARemovedCaIsRefusedAlsoWhereItWouldResume(Tls how) {
        CountingTrust clients = new CountingTrust(STAYING);
        try (Rotating calling = client(how, ALICE, ROOT, LEAVING);
                EchoServer leaving = EchoServer.of(staticServer(LEAVING.issue(), clients));
                EchoServer staying = EchoServer.of(staticServer(SERVER, clients));
                Caller toLeaving = Caller.of(calling.tls(), how, leaving);
                Caller toStaying = Caller.of(calling.tls(), how, staying)) {
            assertThat(toLeaving.calls()).isTrue();
            assertThat(toStaying.calls()).isTrue();
            assertThat(clients.checks()).as("full handshakes").isEqualTo(2);
            assertThat(toLeaving.reconnecting().calls()).isTrue();
            assertThat(toStaying.reconnecting().calls()).isTrue();
            // Only with the JDK's engine channels resume.
            int full = how.engine() == NettyEngine.JDK ? 2 : 4;
            assertThat(clients.checks()).as("full handshakes, %s", how).isEqualTo(full);

            calling.rotateTo(material(ALICE, ROOT));

            assertThat(toLeaving.calls()).as("an open connection goes on").isTrue();
            assertThatThrownBy(() -> toLeaving.reconnecting().calls()).isInstanceOf(StatusRuntimeException.class);
            assertThat(toStaying.reconnecting().calls()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aServerOfANewCaIsTrustedAtOnce(Tls how) {
        CountingTrust clients = new CountingTrust(STAYING);
        try (Rotating calling = client(how, ALICE, ROOT);
                EchoServer joining = EchoServer.of(staticServer(JOINING.issue(), clients))) {
            calling.rotateTo(material(ALICE, ROOT, JOINING));
            try (Caller caller = Caller.of(calling.tls(), how, joining)) {
                assertThat(caller.calls()).isTrue();
            }
        }
    }

    private static ServerCredentials staticServer(IssuedCertificate identity, CountingTrust clients) {
        try {
            return NettySslContextServerCredentials.create(GrpcSslContexts.configure(
                            SslContextBuilder.forServer(identity.privateKey(), identity.chain()), SslProvider.JDK)
                    .trustManager(clients)
                    .clientAuth(io.netty.handler.ssl.ClientAuth.REQUIRE)
                    .build());
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
