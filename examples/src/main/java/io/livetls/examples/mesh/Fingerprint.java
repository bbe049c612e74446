package io.livetls.examples.mesh;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** How pods and the driver name a certificate to each other: the first bytes of its SHA-256. */
final class Fingerprint {
    private static final int BYTES = 4;

    private Fingerprint() {}

    static String of(Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate has no fingerprint", e);
        }
    }

    /** Of the certificate that the other side has proven to have. */
    static String ofPeer(SSLSession session) {
        try {
            return of(session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException("mTLS without a certificate of the peer", e);
        }
    }
}
