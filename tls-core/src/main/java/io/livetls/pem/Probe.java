package io.livetls.pem;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/** Proves by a signature that a public key belongs to a private one. */
final class Probe {
    private static final byte[] MESSAGE = "io.livetls key probe".getBytes(StandardCharsets.US_ASCII);

    private Probe() {}

    static boolean belongs(String keyAlgorithm, String signatureAlgorithm, PrivateKey key, byte[] publicKeyInfo) {
        try {
            PublicKey publicKey =
                    KeyFactory.getInstance(keyAlgorithm).generatePublic(new X509EncodedKeySpec(publicKeyInfo));
            Signature signer = Signature.getInstance(signatureAlgorithm);
            signer.initSign(key);
            signer.update(MESSAGE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(signatureAlgorithm);
            verifier.initVerify(publicKey);
            verifier.update(MESSAGE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            // A public key that the provider refuses, such as a point off the curve.
            return false;
        }
    }
}
