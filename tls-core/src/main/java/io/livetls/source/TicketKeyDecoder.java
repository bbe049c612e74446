package io.livetls.source;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.SessionTicketKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Reads session ticket keys as operators have them: a line of base64 for each, as HAProxy's {@code tls-ticket-keys}, or
 * raw bytes, as nginx's {@code ssl_session_ticket_key}. A raw key is text with a chance of one in 10^19.
 */
final class TicketKeyDecoder {
    private static final int KEY_LENGTH = SessionTicketKeys.KEY_LENGTH;

    /** The other length that nginx and HAProxy take: 16 bytes of name, 32 for HMAC, 32 for AES-256. */
    private static final int AES_256_KEY_LENGTH = 80;

    /** Longer than a key in base64 with room for the other length, and nothing that could be a key beyond. */
    private static final int MAX_BYTES = SessionTicketKeys.MAX_KEYS * 2 * AES_256_KEY_LENGTH;

    private static final String MAKE_ONE = "Make keys of 48 bytes: openssl rand 48, or openssl rand -base64 48";

    private TicketKeyDecoder() {}

    static SessionTicketKeys decode(byte[] content, String source) {
        if (content.length > MAX_BYTES) {
            throw new MaterialException(
                    Problem.TOO_LARGE,
                    Location.of(source),
                    "it holds " + content.length + " bytes, more than " + SessionTicketKeys.MAX_KEYS
                            + " session ticket keys have",
                    "Name the file of ticket keys, and drop keys that were replaced more than two days ago");
        }
        List<byte[]> keys = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        try {
            if (isText(content)) {
                decodeLines(content, source, keys, lines);
            } else {
                cut(content, source, keys);
            }
            return proven(keys, lines, source);
        } finally {
            keys.forEach(key -> Arrays.fill(key, (byte) 0));
        }
    }

    private static boolean isText(byte[] content) {
        for (byte next : content) {
            boolean blank = next == '\n' || next == '\r' || next == '\t';
            if (!blank && (next < ' ' || next > '~')) {
                return false;
            }
        }
        return true;
    }

    private static void cut(byte[] content, String source, List<byte[]> keys) {
        if (content.length % KEY_LENGTH != 0) {
            Location whole = Location.of(source);
            throw content.length % AES_256_KEY_LENGTH == 0
                    ? aes256(whole)
                    : new MaterialException(
                            Problem.MALFORMED,
                            whole,
                            "it holds " + content.length
                                    + " bytes, which isn't a multiple of the 48 of a session ticket key",
                            MAKE_ONE);
        }
        for (int from = 0; from < content.length; from += KEY_LENGTH) {
            keys.add(Arrays.copyOfRange(content, from, from + KEY_LENGTH));
        }
    }

    private static void decodeLines(byte[] content, String source, List<byte[]> keys, List<Integer> lines) {
        int line = 1;
        int start = 0;
        for (int end = 0; end <= content.length; end++) {
            if (end == content.length || content[end] == '\n') {
                byte[] text = stripped(content, start, end);
                if (text.length > 0) {
                    keys.add(decodeLine(text, new Location(source, line, null)));
                    lines.add(line);
                }
                start = end + 1;
                line++;
            }
        }
    }

    /** Not as a {@code String}, which couldn't be overwritten. */
    private static byte[] stripped(byte[] content, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && content[from] <= ' ') {
            from++;
        }
        while (to > from && content[to - 1] <= ' ') {
            to--;
        }
        return Arrays.copyOfRange(content, from, to);
    }

    private static byte[] decodeLine(byte[] text, Location line) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Without its cause, whose message may repeat a character of the key.
            throw new MaterialException(
                    Problem.MALFORMED,
                    line,
                    "this isn't base64",
                    "Write each key as one line of base64: openssl rand -base64 48");
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        if (key.length == KEY_LENGTH) {
            return key;
        }
        Arrays.fill(key, (byte) 0);
        throw key.length == AES_256_KEY_LENGTH
                ? aes256(line)
                : new MaterialException(
                        Problem.MALFORMED,
                        line,
                        "this line holds " + key.length + " bytes, and a session ticket key has 48",
                        MAKE_ONE);
    }

    private static MaterialException aes256(Location where) {
        return new MaterialException(
                Problem.UNSUPPORTED,
                where,
                "this is a session ticket key of 80 bytes, for AES-256, and BoringSSL in Netty takes keys of 48 bytes, for"
                        + " AES-128",
                MAKE_ONE);
    }

    private static SessionTicketKeys proven(List<byte[]> keys, List<Integer> lines, String source) {
        try {
            return SessionTicketKeys.of(keys);
        } catch (MaterialException e) {
            throw e.at(new Location(source, lineOfTheFault(keys, lines), null));
        }
    }

    /** The line of the first key without which the ones before it are fine; 0 if it isn't a matter of one key. */
    private static int lineOfTheFault(List<byte[]> keys, List<Integer> lines) {
        if (lines.size() > SessionTicketKeys.MAX_KEYS) {
            return 0;
        }
        for (int count = 1; count <= lines.size(); count++) {
            try {
                SessionTicketKeys.of(keys.subList(0, count));
            } catch (MaterialException e) {
                return lines.get(count - 1);
            }
        }
        return 0;
    }
}
