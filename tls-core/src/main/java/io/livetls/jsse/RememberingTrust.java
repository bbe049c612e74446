package io.livetls.jsse;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's trust manager, which isn't asked again what it has said yes to. A yes is remembered with everything that the JDK
 * looked at ({@link Question}) and for as long as the certificates of its path are valid ({@link PathWindow}); a no never is.
 * The trust anchors don't change: with other trust comes another one of these.
 */
final class RememberingTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager pkix;
    private final VerifiedChains verified;
    private final Fingerprints fingerprints;
    private final Clock clock;

    /** A hash function that nobody finds two questions of the same value for. */
    @FunctionalInterface
    interface Fingerprints {
        byte[] of(byte[] question);
    }

    /**
     * A new one that has seen nobody.
     *
     * @param pkix which tells {@link PathWindow} what it looks at, and nothing else of whose verdicts depends on time
     */
    RememberingTrust(X509ExtendedTrustManager pkix) {
        this(pkix, VerifiedChains.DEFAULT_CAPACITY);
    }

    RememberingTrust(X509ExtendedTrustManager pkix, int capacity) {
        this(pkix, capacity, RememberingTrust::sha256, Clock.systemUTC());
    }

    RememberingTrust(X509ExtendedTrustManager pkix, int capacity, Fingerprints fingerprints, Clock clock) {
        this.pkix = pkix;
        this.verified = new VerifiedChains(capacity);
        this.fingerprints = fingerprints;
        this.clock = clock;
    }

    static byte[] sha256(byte[] question) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(question);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    int size() {
        return verified.size();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(true, chain, authType, () -> Connection.NONE, peer -> pkix.checkClientTrusted(peer, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(false, chain, authType, () -> Connection.NONE, peer -> pkix.checkServerTrusted(peer, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(
                true,
                chain,
                authType,
                () -> Connection.of(socket),
                peer -> pkix.checkClientTrusted(peer, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(
                false,
                chain,
                authType,
                () -> Connection.of(socket),
                peer -> pkix.checkServerTrusted(peer, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(
                true,
                chain,
                authType,
                () -> Connection.of(engine),
                peer -> pkix.checkClientTrusted(peer, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(
                false,
                chain,
                authType,
                () -> Connection.of(engine),
                peer -> pkix.checkServerTrusted(peer, authType, engine));
    }

    private void check(
            boolean client, X509Certificate[] chain, String authType, Supplier<Connection> connection, Check check)
            throws CertificateException {
        List<byte[]> encoded = encoded(chain);
        byte[] question = encoded == null ? null : Question.of(client, encoded, authType, connection.get());
        if (encoded == null || question == null) {
            check.by(chain);
            return;
        }
        byte[] fingerprint = fingerprints.of(question);
        long now = clock.millis();
        if (verified.contains(fingerprint, now)) {
            return;
        }
        PathWindow.Bounds bounds = PathWindow.listen();
        try {
            // What is judged is what was hashed, whatever else the objects may say of themselves.
            check.by(parsed(encoded));
        } finally {
            PathWindow.stopListening();
        }
        // An engine that was given other parameters meanwhile was judged by either of them.
        boolean same = Arrays.equals(question, Question.of(client, encoded, authType, connection.get()));
        if (same && bounds.isKnown()) {
            verified.add(fingerprint, bounds.from(), Math.min(bounds.until(), PathWindow.untilNextDenial(now)));
        }
    }

    /** Null if it is no chain, which is the JDK's to refuse. */
    private static @Nullable List<byte[]> encoded(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            return null;
        }
        List<byte[]> encoded = new ArrayList<>(chain.length);
        for (X509Certificate certificate : chain) {
            encoded.add(certificate.getEncoded());
        }
        return encoded;
    }

    private static X509Certificate[] parsed(List<byte[]> chain) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate[] parsed = new X509Certificate[chain.size()];
        for (int i = 0; i < parsed.length; i++) {
            parsed[i] = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(chain.get(i)));
        }
        return parsed;
    }

    @FunctionalInterface
    private interface Check {
        void by(X509Certificate[] peer) throws CertificateException;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return pkix.getAcceptedIssuers();
    }
}
