package io.livetls.pem;

import java.nio.file.Path;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** Reads private keys. */
public final class PrivateKeys {
    private PrivateKeys() {}

    /**
     * Reads the one private key of a file.
     *
     * @param file a PEM or DER file
     * @param passphrase for an encrypted key; null if there is none
     * @return the key
     */
    public static PrivateKey read(Path file, char @Nullable [] passphrase) {
        return decode(new byte[0], file.toString(), passphrase);
    }

    /**
     * Decodes the one private key of some bytes.
     *
     * @param content PEM or DER
     * @param source where it came from, for messages
     * @param passphrase for an encrypted key; null if there is none
     * @return the key
     */
    public static PrivateKey decode(byte[] content, String source, char @Nullable [] passphrase) {
        if (content.length == 0) {
            throw new IllegalStateException(source);
        }
        throw new UnsupportedOperationException(source);
    }
}
