package io.livetls.examples.demo;

import io.livetls.TlsSnapshot;
import io.livetls.material.Identity;
import io.livetls.material.TrustAnchors;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** How the demo calls certificates, changes and reasons. */
final class Names {
    private static final int SERIAL_DIGITS = 8;

    private Names() {}

    /** The first digits of the serial number: enough to tell certificates apart at a glance. */
    static String serial(X509Certificate certificate) {
        String hex = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        return hex.substring(0, Math.min(SERIAL_DIGITS, hex.length()));
    }

    /** Subject, serial number and issuer. */
    static String of(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName() + ", serial " + serial(certificate) + ", issued by "
                + certificate.getIssuerX500Principal().getName();
    }

    /** What differs between two snapshots. */
    static String change(TlsSnapshot before, TlsSnapshot after) {
        StringBuilder text = new StringBuilder();
        Identity old = before.identity();
        Identity now = after.identity();
        if (now != null && !Objects.equals(old, now)) {
            text.append("certificate ").append(of(now.leaf()));
            boolean sameKey =
                    old != null && old.leaf().getPublicKey().equals(now.leaf().getPublicKey());
            text.append(sameKey ? " (same key)" : " (other key)");
        }
        if (before.trustGeneration() != after.trustGeneration()) {
            text.append(text.isEmpty() ? "" : "; ").append("trust ").append(trust(after));
        }
        return text.toString();
    }

    /** Whom a snapshot trusts. */
    static String trust(TlsSnapshot snapshot) {
        TrustAnchors anchors = snapshot.trustAnchors();
        return anchors == null
                ? "nobody"
                : anchors.certificates().stream()
                        .map(ca -> ca.getSubjectX500Principal().getName())
                        .collect(Collectors.joining(" + "));
    }

    /** The innermost cause says why; what is around it says only that there is one. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        int boringSsl = message.lastIndexOf("OPENSSL_internal:");
        return boringSsl < 0
                ? message
                : message.substring(boringSsl + "OPENSSL_internal:".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ');
    }
}
