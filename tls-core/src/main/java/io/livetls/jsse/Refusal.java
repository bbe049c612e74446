package io.livetls.jsse;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.security.auth.x500.X500Principal;

/**
 * Says of a refused certificate which one it was, and what to do if it should have been trusted. The JDK says why the path
 * was not valid, not whose: in a service with many peers that is no help.
 */
final class Refusal {
    private static final int LONGEST_NAME = 200;

    private Refusal() {}

    /** The same refusal with more to say. TLS engines choose the alert by the cause, so that stays. */
    static CertificateException explained(
            CertificateException refusal, X509Certificate[] chain, X509Certificate[] trusted) {
        if (chain.length == 0) {
            return refusal;
        }
        String message = "the certificate of the peer (" + named(chain[0]) + ") is refused: " + refusal.getMessage()
                + (isForLackOfTrust(refusal) ? ". " + remedy(chain, trusted) : "");
        CertificateException explained = new CertificateException(message, refusal.getCause());
        explained.setStackTrace(refusal.getStackTrace());
        return explained;
    }

    private static String named(X509Certificate certificate) {
        boolean selfIssued = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        return printable(certificate.getSubjectX500Principal()) + ", serial "
                + certificate.getSerialNumber().toString(16) + ", issued by "
                + (selfIssued ? "itself" : printable(certificate.getIssuerX500Principal()));
    }

    private static String remedy(X509Certificate[] chain, X509Certificate[] trusted) {
        X500Principal issuer = chain[chain.length - 1].getIssuerX500Principal();
        boolean sameName = Arrays.stream(trusted)
                .anyMatch(anchor -> anchor.getSubjectX500Principal().equals(issuer));
        return (sameName
                        ? "Here a certificate of that name but with another key is trusted"
                        : "None of the " + trusted.length + " certificates that are trusted here is its issuer's")
                + ". If this peer is meant to be trusted, trust the certificate of its CA, or if it is self-signed its own,"
                + " before it is used";
    }

    /** Not for being expired, revoked, of a weak algorithm, or for another host. */
    private static boolean isForLackOfTrust(CertificateException refusal) {
        Throwable cause = refusal.getCause();
        return cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException invalid
                        && invalid.getReason() == BasicReason.INVALID_SIGNATURE);
    }

    /** The name is the peer's: it must not write lines of its own into a log, nor long ones. */
    private static String printable(X500Principal name) {
        String text = name.getName().replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "...";
    }
}
