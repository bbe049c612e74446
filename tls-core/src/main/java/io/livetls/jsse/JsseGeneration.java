package io.livetls.jsse;

import io.livetls.jsse.LiveKeyManager.Presented;
import io.livetls.live.Generation;
import io.livetls.material.Identity;
import io.livetls.material.TrustAnchors;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What JSSE uses of one generation. The contexts exist for their sessions' sake:
 *
 * <ul>
 *   <li>a server's context lasts as long as trust does, so that clients go on resuming when only the certificate changes,
 *       and no session of older trust is ever resumed;
 *   <li>a client's context lasts as long as the generation, or a resumed session would show the server the certificate of
 *       before.
 * </ul>
 */
final class JsseGeneration {
    private final long trustNumber;
    private final boolean hasTrust;
    private final @Nullable Presented presented;
    private final X509ExtendedTrustManager trustManager;
    private final SSLContext server;
    private final SSLContext client;

    private JsseGeneration(
            Generation generation,
            @Nullable Presented presented,
            X509ExtendedTrustManager trustManager,
            SSLContext server,
            SSLContext client) {
        this.trustNumber = generation.trustNumber();
        this.hasTrust = generation.trust() != null || trustManager instanceof UnverifiedServers;
        this.presented = presented;
        this.trustManager = trustManager;
        this.server = server;
        this.client = client;
    }

    /** The next one; from the previous it takes over what trust alone decides, where trust stayed. */
    static JsseGeneration next(
            Generation generation,
            TlsPolicy policy,
            @Nullable Presented presented,
            @Nullable JsseGeneration previous,
            KeyManager keys,
            TrustManager liveTrust) {
        SSLContext client = policy.provider().newContext(keys, liveTrust);
        if (previous != null) {
            keepSettings(previous.client.getClientSessionContext(), client.getClientSessionContext());
        }
        if (previous != null && previous.trustNumber == generation.trustNumber()) {
            return new JsseGeneration(generation, presented, previous.trustManager, previous.server, client);
        }
        SSLContext server = policy.provider().newContext(keys, liveTrust);
        if (previous != null) {
            keepSettings(previous.server.getServerSessionContext(), server.getServerSessionContext());
        }
        TrustAnchors trust = generation.trust();
        X509ExtendedTrustManager manager =
                trust == null ? NoTrust.INSTANCE : PkixTrust.over(trust, policy.pathChecks());
        return new JsseGeneration(
                generation,
                presented,
                policy.verifiesServers() ? manager : new UnverifiedServers(manager),
                server,
                client);
    }

    /** Whether a generation has nothing new for JSSE: shared session ticket keys can't be given to it. */
    boolean serves(Generation next) {
        Identity presentedNow = presented == null ? null : presented.identity();
        return trustNumber == next.trustNumber() && Objects.equals(presentedNow, next.identity());
    }

    @Nullable Presented presented() {
        return presented;
    }

    X509ExtendedTrustManager trustManager() {
        return trustManager;
    }

    SSLContext server() {
        return server;
    }

    /** The context for clients; a handle without trust has none. */
    SSLContext client() {
        if (!hasTrust) {
            throw new IllegalStateException(NoTrust.ADVICE);
        }
        return client;
    }

    SSLContext context(boolean forClient) {
        return forClient ? client() : server;
    }

    /** Also of a handle without trust: there it stays empty. */
    SSLSessionContext clientSessions() {
        return client.getClientSessionContext();
    }

    /**
     * The last step of a handshake that began under this generation. If trust has changed since, the peer must be trusted
     * now too: a session that was resumed meanwhile was never shown to the new trust.
     */
    void recheck(SSLSession session, boolean client, Supplier<JsseGeneration> current) throws SSLHandshakeException {
        JsseGeneration now = current.get();
        if (now.trustNumber == trustNumber) {
            return;
        }
        try {
            X509Certificate[] peer = x509(session.getPeerCertificates());
            if (client) {
                now.trustManager.checkServerTrusted(peer, authType(session));
            } else {
                now.trustManager.checkClientTrusted(peer, peer[0].getPublicKey().getAlgorithm());
            }
        } catch (SSLPeerUnverifiedException nobody) {
            // It showed no certificate, and needed none: no trust was involved.
        } catch (CertificateException e) {
            session.invalidate();
            SSLHandshakeException refused = new SSLHandshakeException(
                    "trust changed during the handshake, and the peer isn't trusted any more: " + e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    private static X509Certificate[] x509(Certificate[] chain) {
        return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
    }

    /** What the JDK asks with: it decides which key usage the server's certificate needs. */
    private static String authType(SSLSession session) {
        return session.getCipherSuite().startsWith("TLS_RSA_") ? "RSA" : "UNKNOWN";
    }

    /** Cache size and timeout that a user set survive the change of context. */
    private static void keepSettings(SSLSessionContext from, SSLSessionContext to) {
        to.setSessionTimeout(from.getSessionTimeout());
        to.setSessionCacheSize(from.getSessionCacheSize());
    }
}
