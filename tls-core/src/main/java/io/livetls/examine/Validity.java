package io.livetls.examine;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a certificate is valid. */
record Validity(Instant notBefore, Instant notAfter) {
    private static final Duration LONGEST_SOON = Duration.ofDays(14);
    private static final int PART_OF_LIFE = 4;

    static Validity of(X509Certificate certificate) {
        return new Validity(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    boolean hasBegun(Instant now) {
        return !now.isBefore(notBefore);
    }

    boolean hasEnded(Instant now) {
        return now.isAfter(notAfter);
    }

    /** Whether whoever renews it in time would have done so. */
    boolean endsSoon(Instant now, @Nullable Duration before) {
        return now.isAfter(notAfter.minus(before != null ? before : usual()));
    }

    private Duration usual() {
        Duration part = Duration.between(notBefore, notAfter).dividedBy(PART_OF_LIFE);
        return part.compareTo(LONGEST_SOON) < 0 ? part : LONGEST_SOON;
    }
}
