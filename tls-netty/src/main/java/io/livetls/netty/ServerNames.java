package io.livetls.netty;

import java.net.IDN;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Host names and what is served under each. Names compare as A-labels (RFC 5890) in lower case and without a final dot. A
 * wildcard is the whole left-most label and stands for exactly one label (RFC 9525, 6.3); an exact name comes before it.
 */
final class ServerNames<T> {
    private static final String WILDCARD = "*.";

    private final Map<String, T> exact = new HashMap<>();
    private final Map<String, T> wildcards = new HashMap<>();

    /** Adds a pattern; it tells whether it wasn't there. */
    boolean add(String pattern, T value) {
        return pattern.startsWith(WILDCARD)
                ? wildcards.putIfAbsent(checked(pattern, pattern.substring(WILDCARD.length())), value) == null
                : exact.putIfAbsent(checked(pattern, pattern), value) == null;
    }

    /** What is served under a name that a client asks for; null for nothing. */
    @Nullable T find(@Nullable String asked) {
        String name = asked == null ? null : normalized(asked);
        if (name == null) {
            return null;
        }
        T found = exact.get(name);
        if (found != null) {
            return found;
        }
        int dot = name.indexOf('.');
        return dot <= 0 ? null : wildcards.get(name.substring(dot + 1));
    }

    private static String checked(String pattern, String name) {
        String normalized = normalized(name);
        if (normalized == null || normalized.indexOf('*') >= 0) {
            throw new IllegalArgumentException("host: " + pattern
                    + " (expected: a host name, or one whose whole left-most label is a wildcard, as *.example.org)");
        }
        return normalized;
    }

    /** Null if it isn't a host name. */
    private static @Nullable String normalized(String name) {
        try {
            String ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            String relative = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return relative.isEmpty() ? null : relative;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
