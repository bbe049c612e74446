package io.livetls.pem;

/**
 * Bounds the depth of ASN.1 before it goes to the JDK, whose parsers recurse: RSASSA-PSS parameters within RSASSA-PSS
 * parameters end in a StackOverflowError. To catch that wouldn't do, since it may leave a class of the JDK half
 * initialized for the rest of the process.
 */
final class DerDepth {
    /** Several times as deep as any certificate or key is. */
    private static final int LIMIT = 64;

    private static final int CONSTRUCTED = 0x20;
    private static final int INDEFINITE = 0x80;

    private final byte[] der;
    private int contentStart;
    private int contentEnd;

    private DerDepth(byte[] der) {
        this.der = der;
    }

    /**
     * Refuses what is nested too deep, also within OCTET STRINGs and BIT STRINGs, as extensions and keys are. What isn't
     * ASN.1 passes: that is for others to notice.
     */
    static void check(byte[] der) {
        new DerDepth(der).check();
    }

    private void check() {
        int[] ends = new int[LIMIT];
        ends[0] = der.length;
        int depth = 0;
        int at = 0;
        while (depth > 0 || at < ends[0]) {
            if (at >= ends[depth] || !elementAt(at, ends[depth])) {
                // At its end, or no element: whatever it is then, it ends where what holds it does.
                at = ends[depth];
                depth = Math.max(0, depth - 1);
            } else if (mayHold(der[at] & 0xff)) {
                if (++depth == LIMIT) {
                    throw Faults.malformed("its ASN.1 is nested deeper than " + LIMIT + " levels");
                }
                // The first byte of a BIT STRING only counts unused bits.
                at = der[at] == Der.BIT_STRING ? contentStart + 1 : contentStart;
                ends[depth] = contentEnd;
            } else {
                at = contentEnd;
            }
        }
    }

    private static boolean mayHold(int tag) {
        return (tag & CONSTRUCTED) != 0 || tag == Der.OCTET_STRING || tag == Der.BIT_STRING;
    }

    /** Finds the content of the element, also with lengths that DER forbids; an indefinite one reaches to the limit. */
    private boolean elementAt(int start, int limit) {
        int at = start;
        if ((der[at++] & 0x1f) == 0x1f) {
            while (at < limit && (der[at] & 0x80) != 0) {
                at++;
            }
            at++;
        }
        if (at >= limit) {
            return false;
        }
        int first = der[at++] & 0xff;
        long length = first == INDEFINITE ? limit - at : first;
        if (first > INDEFINITE) {
            length = 0;
            for (int count = first - INDEFINITE; count > 0 && at < limit; count--) {
                length = Math.min(length << 8 | (der[at++] & 0xff), Integer.MAX_VALUE);
            }
        }
        contentStart = at;
        contentEnd = at + (int) Math.min(length, limit - at);
        return length <= limit - at;
    }
}
