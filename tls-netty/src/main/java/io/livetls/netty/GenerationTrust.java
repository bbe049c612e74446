package io.livetls.netty;

import io.livetls.material.TrustAnchors;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trust manager of one native context. It names the CAs of its generation, which is not current yet when the context
 * is made and copies them; it checks by what is current at the moment of the check.
 */
final class GenerationTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager live;
    private final X509Certificate[] acceptedIssuers;
    private volatile Runnable afterCheck = () -> {};

    GenerationTrust(X509ExtendedTrustManager live, @Nullable TrustAnchors named) {
        this.live = live;
        this.acceptedIssuers =
                named == null ? new X509Certificate[0] : named.certificates().toArray(X509Certificate[]::new);
    }

    /** What to do after each check that a peer has passed, before its handshake goes on. */
    void afterCheck(Runnable action) {
        afterCheck = action;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        live.checkClientTrusted(chain, authType);
        afterCheck.run();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        live.checkServerTrusted(chain, authType);
        afterCheck.run();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        live.checkClientTrusted(chain, authType, socket);
        afterCheck.run();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        live.checkServerTrusted(chain, authType, socket);
        afterCheck.run();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        live.checkClientTrusted(chain, authType, engine);
        afterCheck.run();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        live.checkServerTrusted(chain, authType, engine);
        afterCheck.run();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return acceptedIssuers.clone();
    }
}
