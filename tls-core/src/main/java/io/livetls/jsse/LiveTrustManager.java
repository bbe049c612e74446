package io.livetls.jsse;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks the trust manager of the generation that is current at the moment of the check. A handshake that began before a
 * change is judged by the trust after it.
 */
final class LiveTrustManager extends X509ExtendedTrustManager {
    private final Supplier<X509ExtendedTrustManager> current;

    LiveTrustManager(Supplier<X509ExtendedTrustManager> current) {
        this.current = current;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, trust -> trust.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, known(authType)));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, trust -> trust.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, known(authType), socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, trust -> trust.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, known(authType), engine));
    }

    /** The JDK's word for what TLS 1.3's cipher suites don't say; Conscrypt has BoringSSL's. */
    private static String known(String authType) {
        return authType.equals("GENERIC") ? "UNKNOWN" : authType;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        X509ExtendedTrustManager trust = current.get();
        try {
            check.by(trust);
        } catch (CertificateException e) {
            throw Refusal.explained(e, chain, trust.getAcceptedIssuers());
        }
    }

    @FunctionalInterface
    private interface Check {
        void by(X509ExtendedTrustManager trust) throws CertificateException;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return current.get().getAcceptedIssuers();
    }
}
