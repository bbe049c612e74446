package io.livetls.netty;

import io.livetls.ClientAuth;
import io.livetls.material.TrustAnchors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * OpenSSL's session-id context: a session of one context isn't resumed in another. It is a hash of what a client had to
 * satisfy when the session was made, so it also parts processes that share ticket keys.
 */
final class SessionIdContext {
    private SessionIdContext() {}

    /** Has 32 bytes, which is as long as OpenSSL takes. */
    static byte[] of(@Nullable TrustAnchors trust, ClientAuth clientAuth) {
        MessageDigest digest = sha256();
        digest.update(("livetls " + clientAuth).getBytes(StandardCharsets.US_ASCII));
        if (trust != null) {
            trust.certificates().stream()
                    .map(certificate -> sha256().digest(encoded(certificate)))
                    .sorted(Arrays::compareUnsigned)
                    .forEach(digest::update);
        }
        return digest.digest();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a trust anchor can't be encoded", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
