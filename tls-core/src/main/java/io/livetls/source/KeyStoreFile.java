package io.livetls.source;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;

/** A PKCS#12, JKS or JCEKS file, told apart by its first bytes. */
final class KeyStoreFile {
    private static final int JKS_MAGIC = 0xFEEDFEED;
    private static final int JCEKS_MAGIC = 0xCECECECE;

    private KeyStoreFile() {}

    static KeyStore open(byte[] content, String source, Passphrase passphrase) {
        if (content.length == 0) {
            throw new MaterialException(
                    Problem.MISSING,
                    Location.of(source),
                    "the file is empty",
                    "Write the key store, then this goes on");
        }
        try {
            KeyStore store = KeyStore.getInstance(typeOf(content));
            store.load(new ByteArrayInputStream(content), passphrase.characters());
            return store;
        } catch (IOException e) {
            throw unreadable(source, passphrase, e);
        } catch (GeneralSecurityException | RuntimeException | StackOverflowError e) {
            // The platform's parsers recurse, and how deep the file is can't be known before it is decrypted.
            throw new MaterialException(
                    Problem.MALFORMED,
                    Location.of(source),
                    "this is no key store that the platform can read ("
                            + e.getClass().getSimpleName() + ")",
                    "Make a PKCS#12 file, for example by 'openssl pkcs12 -export'",
                    e);
        }
    }

    private static MaterialException unreadable(String source, Passphrase passphrase, IOException e) {
        if (!(e.getCause() instanceof UnrecoverableKeyException)) {
            return new MaterialException(
                    Problem.MALFORMED,
                    Location.of(source),
                    "this is neither a PKCS#12 nor a JKS key store, or it is damaged",
                    "Make a PKCS#12 file, for example by 'openssl pkcs12 -export'",
                    e);
        }
        return passphrase.characters() == null
                ? passphraseMissing(source)
                : new MaterialException(
                        Problem.PASSPHRASE_WRONG,
                        Location.of(source),
                        "the key store doesn't open with this passphrase",
                        "Give the passphrase that it was made with");
    }

    static MaterialException passphraseMissing(String source) {
        return new MaterialException(
                Problem.PASSPHRASE_MISSING,
                Location.of(source),
                "the key store needs a passphrase",
                "Give the passphrase that it was made with");
    }

    private static String typeOf(byte[] content) {
        int magic = content.length < 4 ? 0 : ByteBuffer.wrap(content).getInt();
        return switch (magic) {
            case JKS_MAGIC -> "JKS";
            case JCEKS_MAGIC -> "JCEKS";
            default -> "PKCS12";
        };
    }
}
