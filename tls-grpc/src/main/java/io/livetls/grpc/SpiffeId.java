package io.livetls.grpc;

import java.util.Optional;

/**
 * A SPIFFE ID: {@code spiffe://trust-domain/path}, as the SPIFFE-ID standard has it (section 2). It is compared as it is: no
 * letter is changed, nothing is decoded. What the standard doesn't allow isn't one: upper-case letters in scheme and trust
 * domain, user, port, query, fragment, percent-encoding, empty, {@code .} and {@code ..} segments, a final slash.
 *
 * @param trustDomain such as {@code example.org}
 * @param path such as {@code /billing/api}; empty for the ID of the trust domain itself
 */
public record SpiffeId(String trustDomain, String path) {
    private static final String SCHEME = "spiffe://";
    private static final int MAX_LENGTH = 2048;
    private static final int MAX_TRUST_DOMAIN = 255;

    /**
     * Checks both parts.
     *
     * @param trustDomain such as {@code example.org}
     * @param path such as {@code /billing/api}; empty for the ID of the trust domain itself
     * @throws IllegalArgumentException if they don't make a SPIFFE ID
     */
    public SpiffeId {
        if (!isTrustDomain(trustDomain) || !isPath(path) || length(trustDomain, path) > MAX_LENGTH) {
            throw new IllegalArgumentException("SPIFFE ID: \"" + Printable.of(SCHEME + trustDomain + path)
                    + "\" (expected: spiffe://trust-domain/path, with a-z, 0-9, '.', '-' and '_' in the trust domain, and"
                    + " the same and A-Z in the segments of the path)");
        }
    }

    /**
     * Reads a SPIFFE ID that is known to be one.
     *
     * @param id such as {@code spiffe://example.org/billing}
     * @return its parts
     * @throws IllegalArgumentException if it isn't one
     */
    public static SpiffeId of(String id) {
        if (!id.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "SPIFFE ID: \"" + Printable.of(id) + "\" (expected: spiffe://trust-domain/path)");
        }
        String rest = id.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? new SpiffeId(rest, "") : new SpiffeId(rest.substring(0, slash), rest.substring(slash));
    }

    /** Reads what somebody claims. */
    static Optional<SpiffeId> parse(String id) {
        try {
            return Optional.of(of(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean isTrustDomain(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_TRUST_DOMAIN
                && name.chars().allMatch(letter -> isLowerOrDigit(letter) || isMark(letter));
    }

    private static boolean isPath(String path) {
        if (path.isEmpty()) {
            return true;
        }
        if (path.charAt(0) != '/') {
            return false;
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (!isSegment(segment)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSegment(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && segment.chars().allMatch(letter -> isLowerOrDigit(letter) || isUpper(letter) || isMark(letter));
    }

    private static boolean isLowerOrDigit(int letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    }

    private static boolean isUpper(int letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    private static boolean isMark(int letter) {
        return letter == '.' || letter == '-' || letter == '_';
    }

    private static int length(String trustDomain, String path) {
        return SCHEME.length() + trustDomain.length() + path.length();
    }

    /**
     * The ID as it is written.
     *
     * @return such as {@code spiffe://example.org/billing}
     */
    @Override
    public String toString() {
        return SCHEME + trustDomain + path;
    }
}
