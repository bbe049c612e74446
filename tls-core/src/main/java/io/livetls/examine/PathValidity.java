package io.livetls.examine;

import io.livetls.check.Finding.Kind;
import io.livetls.check.Severity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The times of the certificates of a chain. */
final class PathValidity {
    private final List<X509Certificate> chain;
    private final @Nullable Duration soon;
    private final Instant now;

    PathValidity(List<X509Certificate> chain, @Nullable Duration soon, Instant now) {
        this.chain = chain;
        this.soon = soon;
        this.now = now;
    }

    /** Takes what is found. */
    interface Sink {
        void add(Kind kind, Severity severity, X509Certificate certificate, String what, String remedy);
    }

    void find(Sink sink) {
        boolean onPath = true;
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            onPath &= i == 0 || isIssuerOf(chain.get(i - 1), certificate);
            // Peers have roots of their own, and alternatives are there for those whom they help.
            boolean matters = i == 0 || (onPath && !isIssuerOf(certificate, certificate));
            find(i == 0, matters ? Severity.WARNING : Severity.INFO, certificate, sink);
        }
    }

    private void find(boolean leaf, Severity severity, X509Certificate certificate, Sink sink) {
        Validity validity = Validity.of(certificate);
        String which = leaf ? Examiner.name(certificate) : "the CA " + certificate.getSubjectX500Principal();
        String remedy = leaf ? "Renew it" : "Write the chain that the CA gives out now";
        if (validity.hasEnded(now)) {
            sink.add(Kind.EXPIRED, severity, certificate, which + " has expired on " + validity.notAfter(), remedy);
        } else if (!validity.hasBegun(now)) {
            sink.add(
                    Kind.NOT_YET_VALID,
                    severity,
                    certificate,
                    which + " isn't valid before " + validity.notBefore(),
                    "Check this machine's clock, or wait");
        } else if (severity == Severity.WARNING && validity.endsSoon(now, soon)) {
            sink.add(Kind.EXPIRES_SOON, severity, certificate, which + " expires on " + validity.notAfter(), remedy);
        }
    }

    private static boolean isIssuerOf(X509Certificate subject, X509Certificate issuer) {
        return subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    }
}
