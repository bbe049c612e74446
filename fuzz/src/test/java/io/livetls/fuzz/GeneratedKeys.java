package io.livetls.fuzz;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Key pairs of each kind, the same ones in every run: an input that was found in one run then means the same in the next.
 * They are small where that is faster. For nothing but fuzzing.
 */
final class GeneratedKeys {
    static final KeyPair RSA = generate("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4));
    static final KeyPair RSASSA_PSS =
            generate("RSASSA-PSS", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4));
    static final KeyPair DSA = generate("DSA", null);
    static final KeyPair P256 = generate("EC", new ECGenParameterSpec("secp256r1"));
    static final KeyPair P521 = generate("EC", new ECGenParameterSpec("secp521r1"));
    static final KeyPair ED25519 = generate("Ed25519", NamedParameterSpec.ED25519);
    static final KeyPair ED448 = generate("Ed448", NamedParameterSpec.ED448);
    static final KeyPair X25519 = generate("X25519", NamedParameterSpec.X25519);

    static final List<KeyPair> ALL = List.of(RSA, RSASSA_PSS, DSA, P256, P521, ED25519, ED448, X25519);

    private GeneratedKeys() {}

    /** The same numbers each time. */
    static SecureRandom repeatable(String purpose) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(purpose.hashCode());
            return random;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate(String algorithm, @Nullable AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters == null) {
                generator.initialize(1024, repeatable(algorithm));
            } else {
                generator.initialize(parameters, repeatable(algorithm));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every private key in PKCS#8. */
    static List<byte[]> pkcs8() {
        List<byte[]> encoded = new ArrayList<>();
        for (KeyPair pair : ALL) {
            encoded.add(pair.getPrivate().getEncoded());
        }
        return encoded;
    }
}
