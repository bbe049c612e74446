package io.livetls.pem;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes the few DER elements that a PKCS#8 key is made of. */
final class DerWriter {
    private DerWriter() {}

    static byte[] sequence(byte[]... elements) {
        return element(Der.SEQUENCE, elements);
    }

    static byte[] integer(BigInteger value) {
        return element(Der.INTEGER, value.toByteArray());
    }

    static byte[] octets(byte[] content) {
        return element(Der.OCTET_STRING, content);
    }

    static byte[] nothing() {
        return element(Der.NULL);
    }

    /** An OBJECT IDENTIFIER from its dotted form. */
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        base128(content, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            base128(content, Long.parseLong(arcs[i]));
        }
        return element(Der.OID, content.toByteArray());
    }

    static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        int lengthBytes = length < 0x80 ? 0 : (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
        byte[] element = new byte[2 + lengthBytes + length];
        int at = 0;
        element[at++] = (byte) tag;
        element[at++] = (byte) (lengthBytes == 0 ? length : 0x80 | lengthBytes);
        for (int i = lengthBytes - 1; i >= 0; i--) {
            element[at++] = (byte) (length >>> (8 * i));
        }
        for (byte[] part : parts) {
            System.arraycopy(part, 0, element, at, part.length);
            at += part.length;
        }
        return element;
    }

    private static void base128(ByteArrayOutputStream out, long arc) {
        for (int shift = 56; shift > 0; shift -= 7) {
            if (arc >>> shift != 0) {
                out.write(((int) (arc >>> shift) & 0x7f) | 0x80);
            }
        }
        out.write((int) arc & 0x7f);
    }
}
