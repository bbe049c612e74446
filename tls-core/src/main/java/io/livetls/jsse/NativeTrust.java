package io.livetls.jsse;

import java.net.Socket;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's trust manager, which finds at the head of the chain a certificate whose signature is checked natively. The others
 * are left alone: the JDK knows a CA's certificate again, and that it has checked its signature.
 */
final class NativeTrust extends X509ExtendedTrustManager {
    private static final String ECDSA = "withECDSA";

    private final X509ExtendedTrustManager pkix;
    private final Provider provider;

    NativeTrust(X509ExtendedTrustManager pkix, Provider provider) {
        this.pkix = pkix;
        this.provider = provider;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        pkix.checkClientTrusted(natively(chain), authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        pkix.checkServerTrusted(natively(chain), authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        pkix.checkClientTrusted(natively(chain), authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        pkix.checkServerTrusted(natively(chain), authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        pkix.checkClientTrusted(natively(chain), authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        pkix.checkServerTrusted(natively(chain), authType, engine);
    }

    private X509Certificate[] natively(X509Certificate[] chain) {
        // Only ECDSA is checked natively, and an object that isn't the JDK's own costs the JDK some conversions.
        if (chain == null || chain.length == 0 || !chain[0].getSigAlgName().endsWith(ECDSA)) {
            return chain;
        }
        X509Certificate[] peer = chain.clone();
        peer[0] = new NativelyVerified(chain[0], provider);
        return peer;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return pkix.getAcceptedIssuers();
    }
}
