package io.livetls.examine;

import io.livetls.check.Host;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names of a leaf by which clients know a server (RFC 5280, 4.2.1.6). Where there is the extension for them, also an
 * empty or unreadable one, the subject's common name isn't one.
 *
 * @param dnsNames as they stand in the certificate
 * @param addresses their octets
 */
record PresentedNames(List<String> dnsNames, List<byte[]> addresses) {
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int UTF8_STRING = 0x0c;
    private static final int PRINTABLE_STRING = 0x13;
    private static final int IA5_STRING = 0x16;

    static PresentedNames of(X509Certificate leaf, boolean commonNameCounts) {
        byte[] extension = leaf.getExtensionValue(SUBJECT_ALTERNATIVE_NAME);
        try {
            if (extension != null) {
                return ofExtension(extension);
            }
            return commonNameCounts ? ofSubject(leaf) : new PresentedNames(List.of(), List.of());
        } catch (IllegalArgumentException unreadable) {
            // Clients can't read it either.
            return new PresentedNames(List.of(), List.of());
        }
    }

    private static PresentedNames ofExtension(byte[] extension) {
        List<String> dnsNames = new ArrayList<>();
        List<byte[]> addresses = new ArrayList<>();
        Tlv names = Tlv.of(Tlv.of(extension).content());
        for (Tlv name : names.elements(Tlv.SEQUENCE)) {
            if (name.tag() == DNS_NAME) {
                dnsNames.add(ascii(name));
            } else if (name.tag() == IP_ADDRESS) {
                addresses.add(name.content());
            }
        }
        return new PresentedNames(dnsNames, addresses);
    }

    /** The most specific common name, which is the last (RFC 4514, 2.1). */
    private static PresentedNames ofSubject(X509Certificate leaf) {
        List<String> names = new ArrayList<>();
        Tlv subject = Tlv.of(leaf.getSubjectX500Principal().getEncoded());
        for (Tlv relative : subject.elements(Tlv.SEQUENCE)) {
            for (Tlv attribute : relative.elements(Tlv.SET)) {
                List<Tlv> parts = attribute.elements(Tlv.SEQUENCE);
                if (parts.size() == 2 && Arrays.equals(parts.get(0).content(), COMMON_NAME)) {
                    names.add(isText(parts.get(1)) ? ascii(parts.get(1)) : "");
                }
            }
        }
        return new PresentedNames(names.isEmpty() ? names : names.subList(names.size() - 1, names.size()), List.of());
    }

    private static boolean isText(Tlv value) {
        return value.tag() == UTF8_STRING || value.tag() == PRINTABLE_STRING || value.tag() == IA5_STRING;
    }

    /** Other characters than those of US-ASCII become one that matches nothing. */
    private static String ascii(Tlv name) {
        return new String(name.content(), StandardCharsets.US_ASCII);
    }

    boolean cover(Host host) {
        return host.isAddress()
                ? addresses.stream().anyMatch(host::isCoveredByAddress)
                : dnsNames.stream().anyMatch(host::isCoveredByName);
    }
}
