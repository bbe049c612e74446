package io.livetls.pem;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a private key: PKCS#1, SEC1, PKCS#8 (RFC 5958), encrypted PKCS#8 (PBES1, PBES2, scrypt) and OpenSSL's
 * encrypted PEM, for RSA, RSASSA-PSS, EC on P-256, P-384 and P-521, Ed25519, Ed448 and DSA; in PEM, DER, or base64 of
 * these. Which of them a file holds is found out from its content, so a wrong label does no harm.
 *
 * <p>Keys are proven: the numbers must fit each other, and a public key that comes along must belong to the private
 * one. Certificates and other known blocks beside the key are passed over. Thread safe: there is no state.
 */
public final class PrivateKeys {
    private PrivateKeys() {}

    /**
     * Reads the one private key of a file, within the {@linkplain DecodingLimits#DEFAULT default limits}.
     *
     * @param file a PEM or DER file
     * @param passphrase for an encrypted key; null or empty if there is none; not altered. One that isn't needed is
     *     logged as a warning
     * @return the key, of the JDK's own providers unless others are registered before them
     * @throws MaterialException {@link Problem#NOT_FOUND} or {@link Problem#UNREADABLE} for the file, otherwise as
     *     {@link #decode(byte[], String, char[])}
     */
    public static PrivateKey read(Path file, char @Nullable [] passphrase) {
        DecodingLimits limits = DecodingLimits.DEFAULT;
        byte[] content = FileBytes.read(file, limits.keyBytes());
        try {
            return decode(content, file.toString(), passphrase, limits);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Decodes the one private key of some bytes, within the {@linkplain DecodingLimits#DEFAULT default limits}.
     *
     * @param content PEM or DER; not altered
     * @param source where it came from, for messages
     * @param passphrase for an encrypted key; null or empty if there is none; not altered. One that isn't needed is
     *     logged as a warning
     * @return the key, of the JDK's own providers unless others are registered before them
     * @throws MaterialException {@link Problem#MISSING} without a private key, {@link Problem#AMBIGUOUS} with different
     *     ones, {@link Problem#MALFORMED} for damage, {@link Problem#INCONSISTENT} for numbers that contradict each
     *     other, {@link Problem#UNSUPPORTED} for other formats and algorithms, {@link Problem#PASSPHRASE_MISSING},
     *     {@link Problem#PASSPHRASE_WRONG}, {@link Problem#TOO_LARGE} or {@link Problem#TOO_EXPENSIVE} beyond the limits
     */
    public static PrivateKey decode(byte[] content, String source, char @Nullable [] passphrase) {
        return decode(content, source, passphrase, DecodingLimits.DEFAULT);
    }

    /**
     * Decodes the one private key of some bytes.
     *
     * @param content PEM or DER; not altered
     * @param source where it came from, for messages
     * @param passphrase for an encrypted key; null or empty if there is none; not altered. One that isn't needed is
     *     logged as a warning
     * @param limits how large the content may be and how much work its encryption may ask for
     * @return the key, of the JDK's own providers unless others are registered before them
     * @throws MaterialException as {@link #decode(byte[], String, char[])}
     */
    public static PrivateKey decode(
            byte[] content, String source, char @Nullable [] passphrase, DecodingLimits limits) {
        FileBytes.checkSize(content, source, limits.keyBytes());
        try (Passphrase secret = Passphrase.of(passphrase)) {
            return new PrivateKeyDecoder(source, secret, limits).decode(content);
        }
    }
}
