package io.livetls.jsse;

import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Listens to path validation without a word of its own, to learn for how long its verdict holds: the narrowest validity of
 * all certificates that were looked at, wherever they came from. Where a path was tried in vain that may be less than it
 * could be, and never more.
 */
final class PathWindow extends PKIXCertPathChecker {
    private static final ThreadLocal<@Nullable Bounds> LISTENING = new ThreadLocal<>();
    private static final Pattern DENY_AFTER = Pattern.compile("denyAfter\\s+(\\d{4})-(\\d{2})-(\\d{2})");

    /** Read once, as the JDK does. */
    private static final List<Long> DENIALS = Stream.of("jdk.certpath.disabledAlgorithms", "jdk.tls.disabledAlgorithms")
            .flatMap(property -> denials(Security.getProperty(property)).stream())
            .toList();

    /** What is learned in one validation. Empty as long as no certificate was looked at. */
    static final class Bounds {
        private boolean any;
        private long from = Long.MIN_VALUE;
        private long until = Long.MAX_VALUE;

        private void narrow(long notBefore, long notAfter) {
            any = true;
            from = Math.max(from, notBefore);
            until = Math.min(until, notAfter);
        }

        boolean isKnown() {
            return any;
        }

        long from() {
            return from;
        }

        long until() {
            return until;
        }
    }

    /** Begins to listen to what this thread validates. */
    static Bounds listen() {
        Bounds bounds = new Bounds();
        LISTENING.set(bounds);
        return bounds;
    }

    static void stopListening() {
        LISTENING.remove();
    }

    /**
     * The last instant before a day from which the platform's security properties deny an algorithm (java.security,
     * "denyAfter"): a verdict of today may be another one then.
     */
    static long untilNextDenial(long nowMillis) {
        return untilNext(DENIALS, nowMillis);
    }

    static long untilNext(List<Long> denials, long nowMillis) {
        return denials.stream()
                .filter(denied -> denied > nowMillis)
                .mapToLong(denied -> denied - 1)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** The beginnings of these days. */
    static List<Long> denials(@Nullable String disabledAlgorithms) {
        return disabledAlgorithms == null
                ? List.of()
                : DENY_AFTER
                        .matcher(disabledAlgorithms)
                        .results()
                        .map(found -> startOf(found.group(1), found.group(2), found.group(3)))
                        .toList();
    }

    private static long startOf(String year, String month, String day) {
        try {
            return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
                    .atStartOfDay()
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        } catch (DateTimeException e) {
            // No day at all: the platform refuses to start with it.
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void init(boolean forward) {}

    @Override
    public boolean isForwardCheckingSupported() {
        return false;
    }

    @Override
    public @Nullable Set<String> getSupportedExtensions() {
        return null;
    }

    @Override
    public void check(Certificate certificate, Collection<String> unresolvedCriticalExtensions) {
        Bounds bounds = LISTENING.get();
        if (bounds != null && certificate instanceof X509Certificate x509) {
            bounds.narrow(
                    x509.getNotBefore().toInstant().toEpochMilli(),
                    x509.getNotAfter().toInstant().toEpochMilli());
        }
    }
}
