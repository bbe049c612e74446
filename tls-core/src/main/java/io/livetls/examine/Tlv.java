package io.livetls.examine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An element of DER (X.690): just enough to see names as they are in a certificate, where the platform's own view of them
 * loses the difference between {@code ::ffff:10.0.0.1} and {@code 10.0.0.1}, and takes an extension that it can't read for
 * one that isn't there.
 */
final class Tlv {
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private final int tag;
    private final byte[] content;

    private Tlv(int tag, byte[] content) {
        this.tag = tag;
        this.content = content;
    }

    /** The identifier octet. */
    int tag() {
        return tag;
    }

    byte[] content() {
        return content;
    }

    /** The one element that some bytes are. */
    static Tlv of(byte[] encoded) {
        List<Tlv> all = sequence(encoded);
        if (all.size() != 1) {
            throw new IllegalArgumentException("not one element");
        }
        return all.get(0);
    }

    /** The elements in it, which has to be of a kind. */
    List<Tlv> elements(int expected) {
        if (tag != expected) {
            throw new IllegalArgumentException("another element than expected");
        }
        return sequence(content);
    }

    private static List<Tlv> sequence(byte[] bytes) {
        List<Tlv> found = new ArrayList<>();
        int position = 0;
        while (position < bytes.length) {
            int tag = bytes[position] & 0xff;
            int lengthOctets = 0;
            int length = at(bytes, position + 1);
            if (length >= 0x80) {
                lengthOctets = length - 0x80;
                if (lengthOctets < 1 || lengthOctets > 3) {
                    throw new IllegalArgumentException("a length that no certificate has");
                }
                length = 0;
                for (int i = 0; i < lengthOctets; i++) {
                    length = length << 8 | at(bytes, position + 2 + i);
                }
            }
            int start = position + 2 + lengthOctets;
            if (length > bytes.length - start) {
                throw new IllegalArgumentException("an element that is longer than what it is in");
            }
            found.add(new Tlv(tag, Arrays.copyOfRange(bytes, start, start + length)));
            position = start + length;
        }
        return found;
    }

    private static int at(byte[] bytes, int index) {
        if (index >= bytes.length) {
            throw new IllegalArgumentException("an element without its end");
        }
        return bytes[index] & 0xff;
    }
}
