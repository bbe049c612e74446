package io.livetls.pem;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A cursor over ASN.1 elements (X.690). It never recurses into input and never allocates by a declared length, so
 * neither depth nor length of the input can harm. Lengths are strict DER, unless it was opened for BER, as PKCS#7 needs.
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int NONE = -1;
    private static final int CONSTRUCTED = 0x20;

    private final byte[] bytes;
    private final int end;
    private final boolean ber;
    private int position;

    // The element that begins at position, after header() has read it.
    private int contentStart;
    private int contentEnd;
    private int next;

    private Der(byte[] bytes, int start, int end, boolean ber) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.ber = ber;
    }

    static Der of(byte[] bytes) {
        return new Der(bytes, 0, bytes.length, false);
    }

    /** Accepts lengths that aren't minimal, and indefinite ones. */
    static Der ofBer(byte[] bytes) {
        return new Der(bytes, 0, bytes.length, true);
    }

    /** Whether the bytes are one element with strict DER lengths and nothing after it. */
    static boolean isOneSequence(byte[] bytes) {
        Der der = of(bytes);
        return der.tag() == SEQUENCE && der.header(false) && der.next == bytes.length;
    }

    boolean hasMore() {
        return position < end;
    }

    /** The tag of the next element, -1 at the end. */
    int tag() {
        return hasMore() ? bytes[position] & 0xff : NONE;
    }

    /** Steps over the next element, which must have this tag, and returns a cursor over its content. */
    Der enter(int tag) {
        require(tag);
        Der content = new Der(bytes, contentStart, contentEnd, ber);
        position = next;
        return content;
    }

    /** Steps over the next element, which must have this tag, and returns a copy of its content. */
    byte[] content(int tag) {
        require(tag);
        byte[] content = Arrays.copyOfRange(bytes, contentStart, contentEnd);
        position = next;
        return content;
    }

    /** Steps over the next element and returns a copy of it with its header. */
    byte[] element() {
        header(true);
        byte[] element = Arrays.copyOfRange(bytes, position, next);
        position = next;
        return element;
    }

    void skip() {
        header(true);
        position = next;
    }

    BigInteger integer() {
        require(INTEGER);
        if (contentStart == contentEnd) {
            throw Faults.malformed("its ASN.1 has an INTEGER without a value");
        }
        BigInteger value = new BigInteger(bytes, contentStart, contentEnd - contentStart);
        position = next;
        return value;
    }

    /** A small INTEGER such as a version; -1 for what doesn't fit an int. */
    int smallInteger() {
        BigInteger value = integer();
        return value.signum() >= 0 && value.bitLength() < 32 ? value.intValue() : NONE;
    }

    /** A BIT STRING of whole bytes, under its own tag or an implicit one. */
    byte[] bits(int tag) {
        byte[] content = content(tag);
        if (content.length == 0 || content[0] != 0) {
            throw Faults.malformed("its ASN.1 has a BIT STRING that isn't whole bytes");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    /** An OBJECT IDENTIFIER in dotted form. */
    String oid() {
        require(OID);
        StringBuilder dotted = new StringBuilder();
        long arc = 0;
        for (int i = contentStart; i < contentEnd; i++) {
            if (arc > Long.MAX_VALUE >> 8) {
                throw Faults.malformed("its ASN.1 has an OBJECT IDENTIFIER that is out of range");
            }
            arc = (arc << 7) | (bytes[i] & 0x7f);
            if ((bytes[i] & 0x80) == 0) {
                if (dotted.length() == 0) {
                    long root = Math.min(arc / 40, 2);
                    dotted.append(root).append('.').append(arc - root * 40);
                } else {
                    dotted.append('.').append(arc);
                }
                arc = 0;
            }
        }
        if (contentStart == contentEnd || (bytes[contentEnd - 1] & 0x80) != 0) {
            throw Faults.malformed("its ASN.1 has an OBJECT IDENTIFIER that is cut short");
        }
        position = next;
        return dotted.toString();
    }

    void expectEnd() {
        if (hasMore()) {
            throw Faults.malformed("its ASN.1 structure has " + (end - position) + " bytes too many");
        }
    }

    private void require(int tag) {
        int found = tag();
        if (found != tag) {
            throw Faults.malformed(
                    found == NONE
                            ? "its ASN.1 ends where a " + name(tag) + " is expected"
                            : "its ASN.1 has a " + name(found) + " where a " + name(tag) + " is expected");
        }
        header(true);
    }

    /** Reads the header of the element at position; whether there is a whole one. */
    private boolean header(boolean must) {
        boolean found = headerAt(position) && (contentEnd != NONE || (ber && findEnd()));
        if (!found && must) {
            throw Faults.malformed("its ASN.1 is cut short, or a length in it is wrong");
        }
        return found;
    }

    /** Reads tag and length; an indefinite length leaves contentEnd and next at NONE. */
    private boolean headerAt(int start) {
        int at = start;
        if (at >= end) {
            return false;
        }
        int tag = bytes[at++];
        if ((tag & 0x1f) == 0x1f) {
            do {
                if (at >= end) {
                    return false;
                }
            } while ((bytes[at++] & 0x80) != 0);
        }
        if (at >= end) {
            return false;
        }
        int first = bytes[at++] & 0xff;
        long length = first;
        if (first == 0x80) {
            contentStart = at;
            contentEnd = NONE;
            next = NONE;
            return ber && (tag & CONSTRUCTED) != 0;
        }
        if (first > 0x80) {
            int count = first & 0x7f;
            if (count > 4 || count > end - at) {
                return false;
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (bytes[at++] & 0xff);
            }
            boolean minimal = length >= 0x80 && length >>> (8 * (count - 1)) != 0;
            if (!minimal && !ber) {
                return false;
            }
        }
        if (length > end - at) {
            return false;
        }
        contentStart = at;
        contentEnd = at + (int) length;
        next = contentEnd;
        return true;
    }

    /** Finds the end-of-contents of an indefinite length, by counting and not by recursion. */
    private boolean findEnd() {
        int start = contentStart;
        int at = start;
        int open = 1;
        while (at + 1 < end) {
            if (bytes[at] == 0 && bytes[at + 1] == 0) {
                open--;
                if (open == 0) {
                    contentStart = start;
                    contentEnd = at;
                    next = at + 2;
                    return true;
                }
                at += 2;
            } else if (!headerAt(at)) {
                return false;
            } else if (contentEnd == NONE) {
                open++;
                at = contentStart;
            } else {
                at = next;
            }
        }
        return false;
    }

    private static String name(int tag) {
        return switch (tag) {
            case INTEGER -> "INTEGER";
            case BIT_STRING -> "BIT STRING";
            case OCTET_STRING -> "OCTET STRING";
            case NULL -> "NULL";
            case OID -> "OBJECT IDENTIFIER";
            case SEQUENCE -> "SEQUENCE";
            case SET -> "SET";
            default -> "element with tag 0x" + Integer.toHexString(tag);
        };
    }
}
