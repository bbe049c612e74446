package io.livetls.pem;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A private copy of the caller's passphrase, which remembers whether anything asked for it, and is cleared. */
final class Passphrase implements AutoCloseable {
    private final char[] characters;
    private boolean used;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    static Passphrase of(char @Nullable [] passphrase) {
        return new Passphrase(passphrase == null ? new char[0] : passphrase.clone());
    }

    /** Given, and asked for by no block. */
    boolean unneeded() {
        return characters.length > 0 && !used;
    }

    /** Its UTF-8 bytes, which is what OpenSSL hashes. The caller clears them. */
    byte[] utf8() {
        CharBuffer text = CharBuffer.wrap(demand());
        byte[] room = new byte[3 * text.length()];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(text, encoded, true);
        byte[] bytes = Arrays.copyOf(room, encoded.position());
        Arrays.fill(room, (byte) 0);
        return bytes;
    }

    /** Its characters; they stay this object's. */
    char[] demand() {
        used = true;
        if (characters.length == 0) {
            throw new MaterialException(
                    Problem.PASSPHRASE_MISSING,
                    null,
                    "the private key is encrypted, and there is no passphrase",
                    "Give its passphrase, or decrypt it with \"openssl pkey -in old.key -out new.key\"");
        }
        return characters;
    }

    static MaterialException wrong() {
        return new MaterialException(
                Problem.PASSPHRASE_WRONG,
                null,
                "the private key doesn't open with the passphrase that was given",
                "Give the passphrase that it was encrypted with; \"openssl pkey -in old.key -noout\" tries one");
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }
}
