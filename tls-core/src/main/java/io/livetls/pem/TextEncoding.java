package io.livetls.pem;

import java.util.Arrays;

/** Brings text to one byte a character, as the scanner wants it: editors on Windows save UTF-16 and byte order marks. */
final class TextEncoding {
    private TextEncoding() {}

    /** The same array where nothing is to do, otherwise a copy; what isn't ASCII becomes a question mark there. */
    static byte[] toSingleBytes(byte[] content) {
        if (startsWith(content, 0xff, 0xfe)) {
            return narrow(content, 2, 0);
        }
        if (startsWith(content, 0xfe, 0xff)) {
            return narrow(content, 2, 1);
        }
        if (looksWide(content, 1)) {
            return narrow(content, 0, 0);
        }
        if (looksWide(content, 0)) {
            return narrow(content, 0, 1);
        }
        return content;
    }

    /** Where the text begins: after the byte order mark of UTF-8, if there is one. */
    static int startOf(byte[] content) {
        return startsWith(content, 0xef, 0xbb) && content.length > 2 && content[2] == (byte) 0xbf ? 3 : 0;
    }

    private static boolean startsWith(byte[] content, int first, int second) {
        return content.length > 1 && content[0] == (byte) first && content[1] == (byte) second;
    }

    /** UTF-16 without a mark: its first characters are ASCII, so every second byte is zero. */
    private static boolean looksWide(byte[] content, int zeros) {
        if (content.length < 8) {
            return false;
        }
        for (int i = 0; i < 8; i++) {
            if ((content[i] == 0) != (i % 2 == zeros)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] narrow(byte[] content, int start, int low) {
        byte[] narrow = new byte[(content.length - start) / 2];
        for (int i = 0; i < narrow.length; i++) {
            byte character = content[start + 2 * i + low];
            byte page = content[start + 2 * i + 1 - low];
            narrow[i] = page == 0 && character >= 0 ? character : (byte) '?';
        }
        return narrow;
    }

    static void clearCopy(byte[] copy, byte[] original) {
        if (copy != original) {
            Arrays.fill(copy, (byte) 0);
        }
    }
}
