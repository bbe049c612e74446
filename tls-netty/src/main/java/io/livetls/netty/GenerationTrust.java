package io.livetls.netty;

import io.livetls.material.TrustAnchors;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
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
        check(() -> live.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(() -> live.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(() -> live.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(() -> live.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(() -> live.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(() -> live.checkServerTrusted(chain, authType, engine));
    }

    private void check(Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw withAlert(e);
        }
        afterCheck.run();
    }

    /**
     * What has no alert of its own in Netty would be told to the peer as an internal_error, and its operator would look for
     * the fault here.
     */
    private static CertificateException withAlert(CertificateException refusal) {
        boolean unknownIssuer = refusal.getCause() instanceof CertPathBuilderException
                || (refusal.getCause() instanceof CertPathValidatorException invalid
                        && invalid.getReason() == BasicReason.INVALID_SIGNATURE);
        return unknownIssuer
                ? new OpenSslCertificateException(
                        refusal.getMessage(), refusal, CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY)
                : refusal;
    }

    @FunctionalInterface
    private interface Check {
        void run() throws CertificateException;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return acceptedIssuers.clone();
    }
}
