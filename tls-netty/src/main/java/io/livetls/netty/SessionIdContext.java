package io.livetls.netty;

import io.livetls.ClientAuth;
import io.livetls.TlsSnapshot;
import io.livetls.material.Identity;
import io.livetls.material.TrustAnchors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * OpenSSL's session-id context: a session of one context isn't resumed in another. It is a hash of what a client had to
 * satisfy when the session was made, so it also parts processes that share ticket keys.
 */
final class SessionIdContext {
    private SessionIdContext() {}

    /**
     * Has 32 bytes, which is as long as OpenSSL takes.
     *
     * <p>Where ticket keys are shared, the names of the certificate are a part: else whoever can redirect a client to
     * another server of the same keys would have it resume there, and take that server for its own, without ever seeing
     * that server's certificate. Keys of a process's own belong to one context, so there a certificate may gain a name and
     * keep its sessions.
     */
    static byte[] of(TlsSnapshot snapshot, ClientAuth clientAuth) {
        MessageDigest digest = sha256();
        digest.update(("livetls " + clientAuth).getBytes(StandardCharsets.US_ASCII));
        TrustAnchors trust = snapshot.trustAnchors();
        if (trust != null) {
            add(trust.certificates().stream().map(SessionIdContext::encoded), digest);
        }
        Identity identity = snapshot.identity();
        if (snapshot.sessionTicketKeys() != null && identity != null) {
            digest.update("names".getBytes(StandardCharsets.US_ASCII));
            add(names(identity.leaf()), digest);
        }
        return digest.digest();
    }

    /** In an order of its own: a file's doesn't matter. */
    private static void add(Stream<byte[]> parts, MessageDigest digest) {
        parts.map(part -> sha256().digest(part)).sorted(Arrays::compareUnsigned).forEach(digest::update);
    }

    /** Those that clients check (RFC 9525): of the subject only if there are no others. */
    private static Stream<byte[]> names(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                return alternatives.stream()
                        .map(name -> name.get(0) + ":" + (name.get(1) instanceof byte[] der ? hex(der) : name.get(1)))
                        .map(name -> name.getBytes(StandardCharsets.UTF_8));
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("the names of the certificate can't be read", e);
        }
        return Stream.of(certificate.getSubjectX500Principal().getEncoded());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
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
