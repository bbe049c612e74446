package io.livetls.pem;

import io.livetls.material.MaterialException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Private keys in formats of other tools: recognized to say how to convert them. */
final class ForeignKeys {
    private static final int KEY_STORE_MAGIC = 0xfeedfeed;
    private static final int JCEKS_MAGIC = 0xcececece;

    private ForeignKeys() {}

    static MaterialException unsupported(String label) {
        return switch (label) {
            case "OPENSSH PRIVATE KEY" ->
                Faults.unsupported(
                        "the private key is in the format of OpenSSH, which isn't read",
                        "Convert it in place with \"ssh-keygen -p -m PKCS8 -f key\"");
            case "PGP PRIVATE KEY BLOCK" ->
                Faults.unsupported("it is an OpenPGP key, which isn't read", "Name a TLS private key");
            case "TSS2 PRIVATE KEY" ->
                Faults.unsupported("the private key is bound to a TPM, which isn't read", "Name a key in a file");
            default ->
                Faults.unsupported(
                        "the private key is in the format of SSH2, which isn't read",
                        "Convert it with \"ssh-keygen -i -f old.key\", then \"ssh-keygen -p -m PKCS8 -f key\"");
        };
    }

    /** What a content without any PEM block may be; null if it isn't known either. */
    static @Nullable MaterialException recognize(byte[] content) {
        if (Content.contains(content, "PuTTY-User-Key-File-")) {
            return Faults.unsupported(
                    "the private key is in the format of PuTTY, which isn't read",
                    "Convert it with \"puttygen key.ppk -O private-openssh -o key\", then \"ssh-keygen -p -m PKCS8 -f"
                            + " key\"");
        }
        if (Content.contains(content, "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----")) {
            return unsupported("SSH2 ENCRYPTED PRIVATE KEY");
        }
        if (content.length > 4) {
            int magic = ByteBuffer.wrap(content).getInt();
            if (magic == KEY_STORE_MAGIC || magic == JCEKS_MAGIC) {
                return keyStore("Java key store (JKS or JCEKS)");
            }
        }
        String start = new String(content, 0, Math.min(content.length, 64), StandardCharsets.ISO_8859_1).strip();
        if (start.startsWith("{") && Content.contains(content, "\"kty\"")) {
            return Faults.unsupported("it is a JSON Web Key, which isn't read", "Write the key as PKCS#8 PEM");
        }
        return null;
    }

    static MaterialException keyStore(String kind) {
        return Faults.unsupported(
                "it is a " + kind + ", not a private key", "Use it as a key store, or take the key out of it");
    }
}
