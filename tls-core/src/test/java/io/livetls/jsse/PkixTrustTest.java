package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** Which trust manager a handle has, and that what one of them remembers ends with its trust. */
class PkixTrustTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final TrustAnchors anchors = TrustAnchors.of(List.of(ca.certificate()), "test");
    private final IssuedCertificate peer = ca.issue();

    private static String verdict(X509ExtendedTrustManager trust, IssuedCertificate peer) {
        return new Asked(true, "EC", null, "").verdict(trust, peer.chain().toArray(X509Certificate[]::new));
    }

    @Test
    void remembersUnlessItIsSwitchedOff() {
        assertThat(PkixTrust.over(anchors, PathChecks.DEFAULT)).isInstanceOf(RememberingTrust.class);
        assertThat(PkixTrust.over(anchors, new PathChecks(true, false))).isInstanceOf(RememberingTrust.class);
        assertThat(PkixTrust.over(anchors, new PathChecks(false, true))).isInstanceOf(NativeTrust.class);
        assertThat(PkixTrust.over(anchors, new PathChecks(false, false)).getClass())
                .isEqualTo(PkixTrust.plain(anchors).getClass());
    }

    @Test
    void remembersNothingWhereRevocationIsChecked() {
        // The JDK reads the property when it makes its first one.
        assertThat(verdict(PkixTrust.plain(anchors), peer)).isEqualTo(Asked.ACCEPTED);
        System.setProperty("com.sun.net.ssl.checkRevocation", "true");
        try {
            assertThat(PkixTrust.over(anchors, PathChecks.DEFAULT)).isInstanceOf(NativeTrust.class);
        } finally {
            System.clearProperty("com.sun.net.ssl.checkRevocation");
        }
    }

    @Test
    void namesTheSameIssuersEitherWay() {
        for (PathChecks checks :
                List.of(PathChecks.DEFAULT, new PathChecks(false, true), new PathChecks(false, false))) {
            assertThat(PkixTrust.over(anchors, checks).getAcceptedIssuers()).containsExactly(ca.certificate());
        }
    }

    @Test
    void aRemovedCaIsRefusedAlthoughItsPeersWereAccepted() {
        CertificateAuthority next = CertificateAuthority.create("Next CA");
        try (Rotating rotating = new Rotating(ClientAuth.REQUIRE, ca.issue(), ca)) {
            X509ExtendedTrustManager trust = rotating.tls().trustManager();
            assertThat(verdict(trust, peer)).isEqualTo(Asked.ACCEPTED);
            assertThat(verdict(trust, peer)).isEqualTo(Asked.ACCEPTED);
            rotating.change(next.issue(), next);
            assertThat(verdict(trust, peer)).startsWith("refused");
            rotating.change(next.issue(), ca);
            assertThat(verdict(trust, peer)).isEqualTo(Asked.ACCEPTED);
        }
    }

    @Test
    void whatOneHandleAcceptsAnotherDoesnt() {
        CertificateAuthority other = CertificateAuthority.create("Other");
        try (LiveTls one = handle(ca);
                LiveTls two = handle(other)) {
            assertThat(verdict(one.trustManager(), peer)).isEqualTo(Asked.ACCEPTED);
            assertThat(verdict(two.trustManager(), peer)).startsWith("refused");
        }
    }

    private static LiveTls handle(CertificateAuthority trusted) {
        return LiveTls.builder()
                .trustCertificates(List.of(trusted.certificate()))
                .build();
    }

    @Test
    void handlesWithTheSameTrustShareTheJdksTrustManagerAndNotWhatTheyRemember() {
        TrustAnchors same = TrustAnchors.of(List.of(ca.certificate()), "elsewhere");
        assertThat(PkixTrust.shared(same)).isSameAs(PkixTrust.shared(anchors));
        assertThat(PkixTrust.over(same, PathChecks.DEFAULT)).isNotSameAs(PkixTrust.over(anchors, PathChecks.DEFAULT));
        TrustAnchors other =
                TrustAnchors.of(List.of(CertificateAuthority.create("Other").certificate()), "test");
        assertThat(verdict(PkixTrust.shared(anchors), peer)).isEqualTo(Asked.ACCEPTED);
        assertThat(verdict(PkixTrust.shared(other), peer)).startsWith("refused");
    }

    @Test
    void variablesSwitchBothOff() {
        Map<String, String> variables = Map.of(
                "MM_TLS_ENABLED", "true",
                "MM_TLS_TRUST_CERT", ca.certificatePem(),
                "MM_TLS_REMEMBER_VERIFIED_CHAINS", "false",
                "MM_TLS_NATIVE_SIGNATURE_CHECKS", "no");
        try (LiveTls tls = LiveTls.fromEnvironment(variables, "")) {
            assertThat(verdict(tls.trustManager(), peer)).isEqualTo(Asked.ACCEPTED);
            assertThat(verdict(
                            tls.trustManager(),
                            CertificateAuthority.create("Other").issue()))
                    .startsWith("refused");
        }
    }

    /** The JDK's engines have constraints of their own by default, which are nobody's in particular. */
    @Test
    void theJdksOwnEnginesAreRemembered() throws Exception {
        CountedTrust counted = new CountedTrust(PkixTrust.listenedTo(anchors));
        RememberingTrust trust = new RememberingTrust(counted);
        for (int handshake = 0; handshake < 3; handshake++) {
            SSLEngine server = peer.sslContext(ca).createSSLEngine();
            server.setUseClientMode(false);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            SSLEngine client = context.createSSLEngine("localhost", 443);
            client.setUseClientMode(true);
            SSLParameters parameters = client.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            client.setSSLParameters(parameters);
            InMemory.handshake(client, server);
        }
        assertThat(counted.asked()).isEqualTo(1);
    }

    @Test
    void theJdksOwnSocketsAreRememberedForTheirHostAlone() throws Exception {
        CountedTrust counted = new CountedTrust(PkixTrust.listenedTo(anchors));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new RememberingTrust(counted)}, null);
        ExecutorService serving = Executors.newSingleThreadExecutor();
        try (ServerSocket server = peer.sslContext(ca).getServerSocketFactory().createServerSocket(0)) {
            Future<?> served = serving.submit(() -> {
                for (int connection = 0; connection < 3; connection++) {
                    try (Socket accepted = server.accept()) {
                        accepted.getInputStream().read();
                    } catch (IOException refusedByTheClient) {
                        // As it should, once: told by an alert, or by a connection that is gone.
                    }
                }
                return null;
            });
            assertThat(connects(context, "localhost", server.getLocalPort())).isTrue();
            context.getClientSessionContext().setSessionCacheSize(1);
            context.getClientSessionContext().setSessionTimeout(1);
            Collections.list(context.getClientSessionContext().getIds())
                    .forEach(id ->
                            context.getClientSessionContext().getSession(id).invalidate());
            assertThat(connects(context, "localhost", server.getLocalPort())).isTrue();
            assertThat(counted.asked()).isEqualTo(1);
            assertThat(connects(context, "other.example.org", server.getLocalPort()))
                    .isFalse();
            served.get();
        } finally {
            serving.shutdownNow();
        }
    }

    private static boolean connects(SSLContext context, String host, int port) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write('x');
            return true;
        } catch (SSLHandshakeException refused) {
            return false;
        }
    }
}
