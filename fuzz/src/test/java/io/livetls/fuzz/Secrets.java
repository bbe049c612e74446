package io.livetls.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an exception must not repeat: base64 of the input, the input in base64, and the passphrase. */
final class Secrets {
    /** So many characters of base64 in a row are no accident. */
    private static final Pattern TELLING = Pattern.compile("(?=([A-Za-z0-9+/]{16}))");

    private final byte[] content;

    private Secrets(byte[] content) {
        this.content = content;
    }

    /** The secrets of a file's content. */
    static Secrets of(byte[] content) {
        return new Secrets(content);
    }

    /** Looks through an exception, its causes and what was suppressed. */
    void checkAbsentFrom(Throwable thrown) {
        Throwable next = thrown;
        for (int depth = 0; next != null && depth < 10; depth++) {
            checkAbsentFrom(String.valueOf(next));
            for (Throwable suppressed : next.getSuppressed()) {
                checkAbsentFrom(String.valueOf(suppressed));
            }
            next = next.getCause();
        }
    }

    private void checkAbsentFrom(String message) {
        Findings.require(!message.contains(SeedKeys.PASSPHRASE), "the passphrase is in the message: " + message);
        Matcher telling = TELLING.matcher(message.replace(Scratch.name(), ""));
        while (telling.find()) {
            Findings.require(!isOfInput(telling.group(1)), "a piece of the input is in the message: " + message);
        }
    }

    private boolean isOfInput(String piece) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.contains(piece) || text.replace("\0", "").contains(piece)) {
            return true;
        }
        for (int skipped = 0; skipped < 3 && skipped < content.length; skipped++) {
            byte[] from = Arrays.copyOfRange(content, skipped, content.length);
            if (Base64.getEncoder().encodeToString(from).contains(piece)) {
                return true;
            }
        }
        return false;
    }
}
