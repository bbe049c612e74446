package io.livetls.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host that a certificate has to cover (RFC 9525, 6): a DNS name, a wildcard that the certificate must have itself, or an
 * IP address. Never looked up.
 */
public final class Host {
    /** Underscores are no host name's (RFC 952), and common in those of services all the same. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*");
    private static final int MAX_LENGTH = 253;

    private final String name;
    private final byte @Nullable [] address;

    private Host(String name, byte @Nullable [] address) {
        this.name = name;
        this.address = address;
    }

    /**
     * A host by its name. An internationalized name is given as the DNS has it, by A-labels such as {@code xn--bcher-kva}:
     * of its other form there is more than one reading.
     *
     * @param text {@code a.example}, {@code *.b.example}, {@code 10.0.0.1}, {@code 2001:db8::1}, {@code [2001:db8::1]}; in any
     *     case; a final dot makes no difference
     * @return the host
     * @throws IllegalArgumentException if it is none of these
     */
    public static Host of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        byte[] address = addressOf(lower);
        if (address != null) {
            return new Host(lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower, address);
        }
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (!isAscii(text) || !isName(name)) {
            throw new IllegalArgumentException("host: '" + printable(text)
                    + "' is no host (expected: a DNS name such as a.example, with A-labels such as xn--bcher-kva for other"
                    + " alphabets, a wildcard such as *.a.example, or an IP address without a zone)");
        }
        return new Host(name, null);
    }

    /** Whether it can stand in a certificate as a DNS name: labels, of which the left-most may be a {@code *}. */
    private static boolean isName(String name) {
        String rest = name.startsWith("*.") ? name.substring(2) : name;
        String[] labels = rest.split("\\.", -1);
        return name.length() <= MAX_LENGTH
                && Arrays.stream(labels).allMatch(label -> LABEL.matcher(label).matches())
                // What ends in a number is an IP address that is written badly, or is taken for one.
                && !NUMBER.matcher(labels[labels.length - 1]).matches();
    }

    private static byte @Nullable [] addressOf(String text) {
        if (IPV4.matcher(text).matches()) {
            return literal(text);
        }
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!IPV6.matcher(bare).matches()) {
            return null;
        }
        byte[] address = literal(bare);
        return address != null && address.length == 4 ? mapped(address) : address;
    }

    /** Digits, dots and colons only, so nothing is looked up. */
    private static byte @Nullable [] literal(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The platform takes {@code ::ffff:10.0.0.1} for {@code 10.0.0.1}; a certificate has the one or the other. */
    private static byte[] mapped(byte[] address) {
        byte[] whole = new byte[16];
        whole[10] = (byte) 0xff;
        whole[11] = (byte) 0xff;
        System.arraycopy(address, 0, whole, 12, address.length);
        return whole;
    }

    /**
     * Whether it is an IP address.
     *
     * @return false for a DNS name
     */
    public boolean isAddress() {
        return address != null;
    }

    /**
     * Whether an {@code iPAddress} of a certificate is this (RFC 9525, 6.5): all octets equal.
     *
     * @param octets as the certificate has them
     * @return false also if this is a DNS name
     */
    public boolean isCoveredByAddress(byte[] octets) {
        return address != null && Arrays.equals(address, octets);
    }

    /**
     * Whether a {@code dNSName} of a certificate covers this (RFC 9525, 6.3): equal labels, without regard to case; a
     * {@code *} is a whole label, the left-most one, and stands for one label.
     *
     * @param presented as the certificate has it
     * @return false also if this is an IP address
     */
    public boolean isCoveredByName(String presented) {
        String pattern = presented.toLowerCase(Locale.ROOT);
        if (address != null || !isAscii(presented) || !isName(pattern)) {
            return false;
        }
        if (pattern.equals(name)) {
            return true;
        }
        int dot = name.indexOf('.');
        return pattern.startsWith("*.")
                && !name.startsWith("*.")
                && dot > 0
                && pattern.substring(1).equals(name.substring(dot));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(100).forEach(c -> {
            if (c < 0x20 || c == 0x7f) {
                shown.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /**
     * Equal if it is the same name or address.
     *
     * @param other anything
     * @return whether they are covered by the same certificates
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Host that
                && Arrays.equals(address, that.address)
                && (address != null || name.equals(that.name));
    }

    @Override
    public int hashCode() {
        return address == null ? name.hashCode() : Arrays.hashCode(address);
    }

    /**
     * The name.
     *
     * @return in lower case, without a final dot and brackets
     */
    @Override
    public String toString() {
        return name;
    }
}
