package io.livetls.testing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of key that a certificate can have here. The key pairs come from the JDK's providers, so JSSE takes them.
 *
 * <p>The set is made for parameterised tests: {@code @EnumSource} runs a test with each of them. A key of another kind or
 * size comes in through {@link CertificateOptions#key(KeyPair)}.
 */
public enum KeyAlgorithm {
    /** ECDSA on P-256 (secp256r1): the default, and the quickest to make. */
    EC_P256("EC", "secp256r1"),
    /** ECDSA on P-384 (secp384r1). */
    EC_P384("EC", "secp384r1"),
    /** ECDSA on P-521 (secp521r1). */
    EC_P521("EC", "secp521r1"),
    /** RSA, 2048 bits. */
    RSA_2048("RSA", 2048),
    /** RSA, 3072 bits. */
    RSA_3072("RSA", 3072),
    /** RSA, 4096 bits; takes a second or more to make. */
    RSA_4096("RSA", 4096),
    /** RSA with the key type id-RSASSA-PSS (RFC 4055), 2048 bits, no restriction of the digest. */
    RSA_PSS_2048("RSASSA-PSS", 2048),
    /** EdDSA on Curve25519 (RFC 8032). */
    ED25519("Ed25519"),
    /** EdDSA on Curve448 (RFC 8032). */
    ED448("Ed448"),
    /** DSA, 2048 bits: TLS 1.3 has no use for it, and JSSE turns it off; for tests of what reads keys. */
    DSA_2048("DSA", 2048);

    private final String generator;
    private final int bits;
    private final @Nullable String curve;

    KeyAlgorithm(String generator, int bits) {
        this.generator = generator;
        this.bits = bits;
        this.curve = null;
    }

    KeyAlgorithm(String generator, String curve) {
        this.generator = generator;
        this.bits = 0;
        this.curve = curve;
    }

    KeyAlgorithm(String generator) {
        this(generator, 0);
    }

    /**
     * Makes a new key pair, which no certificate has yet.
     *
     * @return the key pair
     * @throws IllegalStateException if no installed provider can make it
     */
    public KeyPair newKeyPair() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance(generator);
            if (curve != null) {
                keys.initialize(new ECGenParameterSpec(curve));
            } else if (bits > 0) {
                keys.initialize(bits);
            }
            return keys.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no installed provider makes keys of type " + this, e);
        }
    }
}
