package io.livetls.grpc;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/** DNS names: of certificates, which have A-labels (RFC 5280, 7.2), and of rules, which people write. */
final class DnsNames {
    static final String WILDCARD = "*.";

    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;

    private DnsNames() {}

    /** A name of a certificate in lower case; empty if it can't be a host name, or a wildcard for host names. */
    static Optional<String> presented(String name) {
        // Not toLowerCase first: that maps some letters beyond ASCII into it.
        String host = name.startsWith(WILDCARD) ? name.substring(WILDCARD.length()) : name;
        return isHostName(host) ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /**
     * A name of a rule: any case, with or without a final dot, as A-labels or U-labels (RFC 5890).
     *
     * @throws IllegalArgumentException if it isn't a host name
     */
    static String wanted(String setting, String name) {
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String ascii = toAscii(relative);
        if (!isHostName(ascii)) {
            throw new IllegalArgumentException(setting + ": \"" + Printable.of(name) + "\" (expected: a host name)");
        }
        return ascii.toLowerCase(Locale.ROOT);
    }

    private static String toAscii(String name) {
        if (name.chars().allMatch(letter -> letter < 0x80)) {
            return name;
        }
        try {
            return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** RFC 1123, 2.1, and the underscore, which services have. */
    private static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL || !label.chars().allMatch(DnsNames::isLetter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '-'
                || letter == '_';
    }
}
