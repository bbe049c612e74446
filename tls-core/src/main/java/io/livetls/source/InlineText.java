package io.livetls.source;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** PEM that stands in a setting itself, as text or, as deployment parameters often have it, as base64 of the text. */
final class InlineText {
    private static final String BEGIN = "-----BEGIN ";

    private InlineText() {}

    /** The PEM bytes. */
    static byte[] pem(String text, String source) {
        if (text.isBlank()) {
            throw new MaterialException(
                    Problem.MISSING, Location.of(source), "the text is empty", "Give PEM text, or base64 of it");
        }
        if (text.contains(BEGIN)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            // The MIME decoder would skip what isn't base64: only line ends may be passed over.
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MaterialException(
                    Problem.MALFORMED,
                    Location.of(source),
                    "the text is neither PEM nor base64",
                    "Give text that holds '-----BEGIN', or base64 of it");
        }
    }
}
