package io.livetls.material;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a problem is.
 *
 * @param source the file or directory as it was named, or a word for material that has no file, such as {@code inline}
 * @param line the line that the block begins on, counted from 1; 0 where lines don't apply, as in DER
 * @param block the label of the PEM block (RFC 7468), such as {@code CERTIFICATE}; null where there is none
 */
public record Location(String source, int line, @Nullable String block) {

    /**
     * Checks the values.
     *
     * @param source never null
     * @param line never negative
     * @param block null where there is none
     */
    public Location {
        Objects.requireNonNull(source, "source");
        if (line < 0) {
            throw new IllegalArgumentException("line: " + line + " (expected: 0 or more)");
        }
    }

    /**
     * A location that is a whole file or source.
     *
     * @param source the file as it was named, or a word for what has no file
     * @return the location
     */
    public static Location of(String source) {
        return new Location(source, 0, null);
    }

    /**
     * For messages.
     *
     * @return for example {@code /etc/tls/tls.crt, line 12 (CERTIFICATE)}
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source);
        if (line > 0) {
            text.append(", line ").append(line);
        }
        if (block != null) {
            text.append(" (").append(block).append(')');
        }
        return text.toString();
    }
}
