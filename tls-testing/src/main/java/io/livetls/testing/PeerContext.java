package io.livetls.testing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the plain JSSE context of the other side of a test. */
final class PeerContext {
    private static final char[] PASSWORD = {};

    private PeerContext() {}

    static SSLContext of(@Nullable IssuedCertificate identity, CertificateAuthority... trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(identity), trustManagers(trusted), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the TLS context can't be made", e);
        }
    }

    /** An empty array, not null, where there is nothing: null would mean the JVM's defaults. */
    private static KeyManager[] keyManagers(@Nullable IssuedCertificate identity) throws GeneralSecurityException {
        if (identity == null) {
            return new KeyManager[0];
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(identity.toKeyStore(PASSWORD), PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(CertificateAuthority... trusted)
            throws GeneralSecurityException, IOException {
        if (trusted.length == 0) {
            return new TrustManager[0];
        }
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (int i = 0; i < trusted.length; i++) {
            anchors.setCertificateEntry("ca-" + i, trusted[i].certificate());
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return factory.getTrustManagers();
    }
}
