package io.livetls.source;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A passphrase that is kept for the next reload. It never shows itself. */
public final class Passphrase {
    private final char @Nullable [] characters;

    /**
     * Takes a copy.
     *
     * @param characters the passphrase; null or empty for none
     */
    public Passphrase(char @Nullable [] characters) {
        this.characters = characters == null || characters.length == 0 ? null : characters.clone();
    }

    /** The characters themselves, null for none; the callers don't change them. */
    char @Nullable [] characters() {
        return characters;
    }

    void clear() {
        if (characters != null) {
            Arrays.fill(characters, '\0');
        }
    }

    @Override
    public String toString() {
        return characters == null ? "Passphrase[none]" : "Passphrase[***]";
    }
}
