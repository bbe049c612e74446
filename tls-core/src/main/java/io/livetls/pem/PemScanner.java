package io.livetls.pem;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the PEM blocks (RFC 7468) of a text in one pass over its bytes. Lax about layout: line ends, indentation, blank
 * lines, joined blocks, text around blocks. Strict about loss: whatever looks like a part of a block and isn't a whole
 * one is an error.
 */
final class PemScanner {
    private static final byte[] DASHES = ascii("-----");
    private static final byte[] BEGIN = ascii("BEGIN ");
    private static final byte[] END = ascii("END ");
    private static final byte[] CERTIFICATE = ascii("CERTIFICATE");
    private static final byte[] PRIVATE_KEY = ascii("PRIVATE KEY");
    private static final int SPACE = -2;
    private static final int STRAY_BASE64 = 40;

    /** For each byte: 0 and up for base64, SPACE for white space, -1 for everything else. */
    private static final byte[] KINDS = kinds();

    private final byte[] text;
    private final String source;
    private int position;
    private int line = 1;

    /** The base64 of one body after the other, without what is around it; made for the first, wiped after each. */
    private byte[] base64 = {};

    PemScanner(byte[] text, String source) {
        this.text = text;
        this.source = source;
        this.position = TextEncoding.startOf(text);
    }

    /** The next block; null at the end of the text. */
    @Nullable PemBlock next() {
        boolean lineStart = position == 0 || position == TextEncoding.startOf(text);
        while (position < text.length) {
            byte b = text[position];
            if (b == '-') {
                if (atBoundary()) {
                    return block();
                }
                lineStart = false;
            } else if (isLineEnd(b)) {
                stepOverLineEnd();
                lineStart = true;
            } else {
                if (lineStart && b == '#') {
                    position = lineEnd(position);
                    continue;
                }
                if (lineStart && b == 'M') {
                    rejectStrayBase64();
                }
                lineStart = lineStart && (b == ' ' || b == '\t');
                position++;
            }
        }
        return null;
    }

    /** At a dash outside of blocks: steps over the dashes and says whether a block begins. */
    private boolean atBoundary() {
        int word = position;
        while (word < text.length && text[word] == '-') {
            word++;
        }
        int dashes = word - position;
        int start = position;
        position = word;
        if (dashes <= DASHES.length && endsWithin(word, BEGIN)) {
            throw fault(line, null, "the file ends within a BEGIN line");
        }
        if (dashes >= 2 && matches(word, END)) {
            throw fault(line, null, "an END line comes without its BEGIN line");
        }
        if (dashes >= 2 && matches(word, BEGIN)) {
            if (dashes != DASHES.length) {
                throw fault(line, null, "a BEGIN line has " + dashes + " dashes in front, not 5");
            }
            position = start;
            return true;
        }
        if (dashes >= 2 && namesWhatMustNotBeLost(word)) {
            throw fault(line, null, "a BEGIN or END line is damaged");
        }
        return false;
    }

    /** Whether the words up to the next dash of this line are those of a boundary, though it isn't one. */
    private boolean namesWhatMustNotBeLost(int word) {
        int stop = word;
        while (stop < text.length && text[stop] != '-' && !isLineEnd(text[stop])) {
            stop++;
        }
        return stop < text.length
                && text[stop] == '-'
                && (matches(stop - CERTIFICATE.length, CERTIFICATE) || matches(stop - PRIVATE_KEY.length, PRIVATE_KEY));
    }

    private PemBlock block() {
        int beginLine = line;
        position += DASHES.length + BEGIN.length;
        String label = label(beginLine, "BEGIN");
        Map<String, String> headers = headers();
        byte[] der = body(beginLine, label);
        position += DASHES.length;
        if (matches(position, BEGIN)) {
            throw fault(beginLine, label, "the block has no END line: line " + line + " begins the next block");
        }
        if (!matches(position, END)) {
            throw fault(beginLine, label, "line " + line + " holds dashes that aren't an END line");
        }
        position += END.length;
        String endLabel = label(beginLine, "END");
        if (!endLabel.equals(label)) {
            throw fault(beginLine, label, "the block ends as " + Printable.of(endLabel) + " on line " + line);
        }
        return new PemBlock(label, beginLine, headers, der);
    }

    /** The label up to the closing dashes, which it steps over. */
    private String label(int beginLine, String word) {
        int start = position;
        if (matches(start, CERTIFICATE) && matches(start + CERTIFICATE.length, DASHES)) {
            position = start + CERTIFICATE.length + DASHES.length;
            return "CERTIFICATE";
        }
        for (int at = start; at < text.length && !isLineEnd(text[at]); at++) {
            if (text[at] == '-' && matches(at, DASHES)) {
                String label = Printable.of(new String(text, start, at - start, StandardCharsets.ISO_8859_1));
                if (!Printable.isName(label)) {
                    // A key on one line with its boundaries, one of which is damaged. Labels are told in messages.
                    break;
                }
                position = at + DASHES.length;
                return label;
            }
        }
        throw fault(beginLine, null, "the " + word + " line " + line + " isn't closed by 5 dashes");
    }

    /** RFC 1421 headers, as in legacy encrypted keys. No base64 holds a colon, so there is no doubt. */
    private Map<String, String> headers() {
        Map<String, String> headers = Map.of();
        String last = null;
        while (true) {
            int start = position;
            while (start < text.length && (text[start] == ' ' || text[start] == '\t')) {
                start++;
            }
            boolean blank = start < text.length && isLineEnd(text[start]);
            int colon = start;
            while (colon < text.length
                    && ((KINDS[text[colon] & 0xff] >= 0 && text[colon] != '=') || text[colon] == '-')) {
                colon++;
            }
            boolean header = colon > start && colon < text.length && text[colon] == ':';
            boolean folded = last != null && !blank && start > position;
            if (!header && !folded && !(blank && last == null)) {
                return headers;
            }
            int stop = lineEnd(start);
            if (header) {
                headers = headers.isEmpty() ? new LinkedHashMap<>() : headers;
                last = new String(text, start, colon - start, StandardCharsets.ISO_8859_1);
                headers.put(last, trimmed(colon + 1, stop));
            } else if (folded) {
                headers.merge(last, trimmed(start, stop), String::concat);
            }
            position = stop;
            if (position == text.length) {
                return headers;
            }
            stepOverLineEnd();
        }
    }

    /** The decoded body; afterwards the position is at the dashes that follow it. */
    private byte[] body(int beginLine, String label) {
        if (base64.length == 0) {
            base64 = new byte[text.length];
        }
        int start = position;
        int startLine = line;
        int length = 0;
        try {
            while (true) {
                int stop = endOfRun(position);
                System.arraycopy(text, position, base64, length, stop - position);
                length += stop - position;
                position = stop;
                if (stop == text.length || text[stop] == '-') {
                    break;
                }
                stepOverSpace(beginLine, label);
            }
            byte[] der = length == 0 ? null : decode(length);
            if (der == null) {
                rejectWhatIsNotBase64(start, startLine, beginLine, label);
            }
            if (position == text.length) {
                throw fault(beginLine, label, "the block has no END line: the file ends before it");
            }
            if (!matches(position, DASHES)) {
                throw fault(beginLine, label, "line " + line + " holds a character that isn't base64");
            }
            if (length == 0) {
                throw fault(beginLine, label, "the block is empty");
            }
            if (der == null) {
                throw fault(beginLine, label, "its base64 is cut short or padded wrongly");
            }
            return der;
        } finally {
            Arrays.fill(base64, 0, length, (byte) 0);
        }
    }

    /**
     * Where a run of base64 ends, or of what might be: all of base64 but the plus comes after the dash, so that one
     * comparison a byte finds spaces, line ends and the END line. What else comes after the dash the decoder refuses.
     */
    private int endOfRun(int from) {
        byte[] in = text;
        int at = from;
        while (at < in.length && (in[at] > '-' || in[at] == '+')) {
            at++;
        }
        return at;
    }

    private void stepOverSpace(int beginLine, String label) {
        if (isLineEnd(text[position])) {
            stepOverLineEnd();
        } else if (KINDS[text[position] & 0xff] == SPACE) {
            position++;
        } else {
            throw fault(beginLine, label, "line " + line + " holds a character that isn't base64");
        }
    }

    private void rejectWhatIsNotBase64(int start, int startLine, int beginLine, String label) {
        int end = position;
        position = start;
        line = startLine;
        while (position < end) {
            if (KINDS[text[position] & 0xff] >= 0) {
                position++;
            } else {
                stepOverSpace(beginLine, label);
            }
        }
    }

    private byte @Nullable [] decode(int length) {
        if (length % 4 != 0) {
            // The decoder lets missing padding pass, which may be a cut.
            return null;
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(base64, 0, length));
            byte[] der = decoded.array();
            if (der.length != decoded.limit()) {
                der = Arrays.copyOf(der, decoded.limit());
                Arrays.fill(decoded.array(), (byte) 0);
            }
            return der;
        } catch (IllegalArgumentException e) {
            // Not kept as the cause: its message tells a character of what may be a key.
            return null;
        }
    }

    /** A line of base64 outside of any block is a block that lost its boundaries. */
    private void rejectStrayBase64() {
        int stop = position;
        while (stop < text.length && KINDS[text[stop] & 0xff] >= 0) {
            stop++;
        }
        if (stop - position >= STRAY_BASE64
                && (stop == text.length || KINDS[text[stop] & 0xff] == SPACE || text[stop] == '-')) {
            throw fault(line, null, "base64 stands outside of any BEGIN and END line");
        }
    }

    private void stepOverLineEnd() {
        if (text[position] == '\r' && position + 1 < text.length && text[position + 1] == '\n') {
            position++;
        }
        position++;
        line++;
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < text.length && !isLineEnd(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    private String trimmed(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1).trim();
    }

    private boolean matches(int at, byte[] word) {
        return at >= 0
                && at + word.length <= text.length
                && Arrays.equals(text, at, at + word.length, word, 0, word.length);
    }

    /** Whether the text ends before the word is whole, and nothing else follows. */
    private boolean endsWithin(int at, byte[] word) {
        int rest = text.length - at;
        return rest < word.length && Arrays.equals(text, at, text.length, word, 0, rest);
    }

    private MaterialException fault(int atLine, @Nullable String label, String what) {
        return Faults.malformed(what).at(new Location(source, atLine, label));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, (byte) -1);
        for (byte b : ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")) {
            kinds[b] = 0;
        }
        for (byte b : ascii(" \t\r\n\f\u000b")) {
            kinds[b] = SPACE;
        }
        return kinds;
    }
}
