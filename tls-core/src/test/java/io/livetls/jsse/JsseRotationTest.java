package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotation seen from the wire, over plain JSSE. */
@ParameterizedClass
@EnumSource
class JsseRotationTest {
    private final Jsse jsse;
    private final CertificateAuthority serverCa = CertificateAuthority.create("Server CA");
    private final CertificateAuthority oldCa = CertificateAuthority.create("Old client CA");
    private final CertificateAuthority newCa = CertificateAuthority.create("New client CA");
    private final IssuedCertificate serverCertificate = serverCa.issue();

    JsseRotationTest(Jsse jsse) {
        this.jsse = jsse;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerSocketOpenedBeforeARotationPresentsTheNewCertificate(String protocol) throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.NONE, serverCertificate);
                EchoServer echo = new EchoServer(server.tls().sslContext())) {
            assertThat(new TestClient(serverCa, null)
                            .call(echo.port(), protocol)
                            .server())
                    .isEqualTo(serverCertificate.certificate());
            IssuedCertificate renewed = serverCa.rekey(serverCertificate);
            server.change(renewed);
            assertThat(new TestClient(serverCa, null)
                            .call(echo.port(), protocol)
                            .server())
                    .isEqualTo(renewed.certificate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfARemovedCaIsRefusedAlsoByResumption(String protocol) throws Exception {
        TestClient client = new TestClient(serverCa, oldCa.issue());
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa, newCa);
                EchoServer echo = new EchoServer(server.tls().sslContext())) {
            assertThat(client.call(echo.port(), protocol).resumed()).isFalse();
            assertThat(client.call(echo.port(), protocol).resumed())
                    .as("the client has a session that it can resume")
                    .isTrue();
            server.change(serverCertificate, newCa);
            assertThatThrownBy(() -> client.call(echo.port(), protocol)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> client.call(echo.port(), protocol)).isInstanceOf(IOException.class);
        }
    }

    /** The pattern that other reloaders use. If this stopped letting the client in, the test above would prove nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSwappedTrustManagerUnderOneContextLetsTheClientOfARemovedCaBackIn(String protocol) throws Exception {
        TestClient client = new TestClient(serverCa, oldCa.issue());
        try (Rotating both = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa, newCa);
                Rotating one = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, newCa)) {
            AtomicReference<X509ExtendedTrustManager> trust =
                    new AtomicReference<>(both.tls().trustManager());
            SSLContext swapping = SSLContext.getInstance("TLS");
            swapping.init(
                    new KeyManager[] {both.tls().keyManager()},
                    new TrustManager[] {new LiveTrustManager(trust::get)},
                    null);
            SSLServerSocket socket = (SSLServerSocket)
                    swapping.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            socket.setNeedClientAuth(true);
            try (EchoServer echo = new EchoServer(socket)) {
                client.call(echo.port(), protocol);
                trust.set(one.tls().trustManager());
                assertThat(client.call(echo.port(), protocol).resumed()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfAnAddedCaGetsInAtOnce(String protocol) throws Exception {
        TestClient client = new TestClient(serverCa, newCa.issue());
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa);
                EchoServer echo = new EchoServer(server.tls().sslContext())) {
            assertThatThrownBy(() -> client.call(echo.port(), protocol)).isInstanceOf(IOException.class);
            server.change(serverCertificate, oldCa, newCa);
            assertThat(client.call(echo.port(), protocol).protocol()).isEqualTo(protocol);
        }
    }

    /**
     * The server's context stays, so its sessions do. Newer JDKs bind a session to the server certificate that it was made
     * with and refuse it for another; that is their rule, and a full handshake follows.
     */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aChangeOfIdentityAloneKeepsTheContextAndSoTheSessions(String protocol) throws Exception {
        TestClient client = new TestClient(serverCa, oldCa.issue());
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa);
                EchoServer echo = new EchoServer(server.tls().sslContext())) {
            client.call(echo.port(), protocol);
            server.change(serverCa.rekey(serverCertificate), oldCa);
            boolean bindsSessionsToCertificates =
                    jsse == Jsse.JDK && Runtime.version().feature() >= 25;
            assertThat(client.call(echo.port(), protocol).resumed()).isEqualTo(!bindsSessionsToCertificates);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aConnectionAcceptedBeforeItsCaWasRemovedCannotResumeAfterIt(String protocol) throws Exception {
        TestClient client = new TestClient(serverCa, oldCa.issue());
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa, newCa)) {
            SSLContext context = server.tls().sslContext();
            InMemory.handshake(client.engine(protocol), serverEngine(context));
            int checks = client.checks();
            InMemory.handshake(client.engine(protocol), serverEngine(context));
            assertThat(client.checks()).as("the client can resume").isEqualTo(checks);
            SSLEngine accepted = serverEngine(context);
            server.change(serverCertificate, newCa);
            assertThatThrownBy(() -> InMemory.handshake(client.engine(protocol), accepted))
                    .isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aConnectionThatBeganBeforeItsCaWasRemovedCannotResumeAfterIt(String protocol) throws Exception {
        TestClient client = new TestClient(serverCa, oldCa.issue());
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa, newCa)) {
            SSLContext context = server.tls().sslContext();
            InMemory.handshake(client.engine(protocol), serverEngine(context));
            SSLEngine waiting = serverEngine(context);
            // As event-driven servers do at once when they accept: the engine belongs to the old trust then.
            waiting.beginHandshake();
            server.change(serverCertificate, newCa);
            assertThatThrownBy(() -> InMemory.handshake(client.engine(protocol), waiting))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("trust changed during the handshake");
            ByteBuffer out = ByteBuffer.allocate(1 << 15);
            waiting.wrap(ByteBuffer.wrap(new byte[] {'x'}), out);
            assertThat(out.position()).as("an alert").isPositive();
            assertThat(waiting.wrap(ByteBuffer.wrap(new byte[] {'x'}), out).getStatus())
                    .isEqualTo(SSLEngineResult.Status.CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHandshakeOfAPeerThatIsStillTrustedSurvivesAChangeOfTrust(String protocol) throws Exception {
        TestClient client = new TestClient(serverCa, newCa.issue());
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa, newCa)) {
            SSLContext context = server.tls().sslContext();
            for (int attempt = 0; attempt < 2; attempt++) {
                SSLEngine waiting = serverEngine(context);
                waiting.beginHandshake();
                server.change(serverCertificate, newCa);
                InMemory.handshake(client.engine(protocol), waiting);
                server.change(serverCertificate, oldCa, newCa);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatOfferedItsSessionDoesNotResumeItWithAServerOfACaRemovedMeanwhile(String protocol) throws Exception {
        try (Rotating server = new Rotating(jsse, ClientAuth.NONE, serverCertificate);
                Rotating client = new Rotating(jsse, ClientAuth.NONE, oldCa.issue(), serverCa, newCa)) {
            SSLContext servers = server.tls().sslContext();
            InMemory.handshake(clientEngine(client, protocol), serverEngine(servers));
            SSLEngine began = clientEngine(client, protocol);
            ByteBuffer hello = ByteBuffer.allocate(1 << 15);
            began.wrap(ByteBuffer.allocate(0), hello);
            client.change(oldCa.issue(), newCa);
            assertThatThrownBy(() -> InMemory.handshake(began, serverEngine(servers), hello))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("trust changed during the handshake");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSocketAcceptedBeforeACaWasRemovedLetsNoSessionOfThatCaIn(String protocol) throws Exception {
        TestClient client = new TestClient(serverCa, oldCa.issue());
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa, newCa);
                SSLServerSocket listening = (SSLServerSocket) server.tls()
                        .sslContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            try (EchoOnce first = new EchoOnce(listening, client, protocol)) {
                first.serve();
            }
            try (EchoOnce waiting = new EchoOnce(listening, client, protocol)) {
                server.change(serverCertificate, newCa);
                assertThatThrownBy(waiting::serve).isInstanceOf(SSLException.class);
            }
        }
    }

    private static SSLEngine clientEngine(Rotating client, String protocol) {
        SSLEngine engine = client.tls().sslContext().createSSLEngine("localhost", 4433);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    private static SSLEngine serverEngine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSocketFactoryHandedOutBeforeARotationPresentsTheNewCertificateAndNeverResumesTheOldSession(String protocol)
            throws Exception {
        IssuedCertificate first = oldCa.issue(leaf -> leaf.commonName("first"));
        try (Rotating server = new Rotating(jsse, ClientAuth.REQUIRE, serverCertificate, oldCa);
                Rotating client = new Rotating(jsse, ClientAuth.NONE, first, serverCa);
                SSLServerSocket listening = (SSLServerSocket) server.tls()
                        .sslContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            listening.setEnabledProtocols(new String[] {protocol});
            SSLSocketFactory factory = client.tls().sslContext().getSocketFactory();
            assertThat(peerOf(listening, factory)).isEqualTo("CN=first");
            assertThat(peerOf(listening, factory)).isEqualTo("CN=first");
            client.change(oldCa.issue(leaf -> leaf.commonName("second")), serverCa);
            assertThat(peerOf(listening, factory)).isEqualTo("CN=second");
        }
    }

    /** Who the server saw. */
    private static String peerOf(SSLServerSocket listening, SSLSocketFactory factory) throws Exception {
        try (SSLSocket client =
                (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
            var seen = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                    accepted.getOutputStream().write(accepted.getInputStream().read());
                    return accepted.getSession().getPeerPrincipal().getName();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
            return seen.get(1, java.util.concurrent.TimeUnit.MINUTES);
        }
    }
}
