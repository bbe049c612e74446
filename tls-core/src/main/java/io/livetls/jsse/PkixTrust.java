package io.livetls.jsse;

import io.livetls.material.TrustAnchors;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's own trust manager over some trust anchors: path validation is its business alone. */
final class PkixTrust {
    private PkixTrust() {}

    static X509ExtendedTrustManager over(TrustAnchors anchors) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(keyStore(anchors));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager x509) {
                    return x509;
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform can't make a PKIX trust manager", e);
        }
        throw new IllegalStateException("the platform's PKIX trust manager isn't an X509ExtendedTrustManager");
    }

    private static KeyStore keyStore(TrustAnchors anchors) throws GeneralSecurityException, IOException {
        // In memory only; JKS because it keeps certificates as they are, where PKCS#12 wraps each in attributes.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : anchors.certificates()) {
            store.setCertificateEntry("anchor-" + number++, certificate);
        }
        return store;
    }
}
