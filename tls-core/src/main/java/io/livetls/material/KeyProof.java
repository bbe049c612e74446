package io.livetls.material;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;

/** Proves by a signature that a private key and a certificate belong together. */
final class KeyProof {
    private static final byte[] PROBE = "io.livetls key proof".getBytes(StandardCharsets.US_ASCII);

    private KeyProof() {}

    /** The certificate that the key signs for. */
    static X509Certificate findLeaf(PrivateKey key, List<X509Certificate> certificates) {
        byte[] signature = sign(key);
        for (X509Certificate certificate : certificates) {
            if (verifies(key, certificate.getPublicKey(), signature)) {
                return certificate;
            }
        }
        throw mismatch(key, certificates);
    }

    private static byte[] sign(PrivateKey key) {
        try {
            Signature signer = signatureFor(key);
            signer.initSign(key);
            signer.update(PROBE);
            return signer.sign();
        } catch (NoSuchAlgorithmException e) {
            throw new MaterialException(
                    Problem.UNSUPPORTED,
                    null,
                    "a private key of algorithm " + key.getAlgorithm() + " can't sign, so it can't serve TLS",
                    "Use an RSA, EC, Ed25519, Ed448 or DSA key",
                    e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new MaterialException(
                    Problem.INCONSISTENT,
                    null,
                    "the " + key.getAlgorithm() + " private key can't sign: it is damaged or too small",
                    "Make a new key pair and have its certificate issued",
                    e);
        }
    }

    private static boolean verifies(PrivateKey key, PublicKey publicKey, byte[] signature) {
        try {
            Signature verifier = signatureFor(key);
            verifier.initVerify(publicKey);
            verifier.update(PROBE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            // A public key of another algorithm, or one that the provider refuses, isn't this key's.
            return false;
        }
    }

    private static Signature signatureFor(PrivateKey key) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        return switch (algorithm) {
            // SHA-256 fits into 512-bit RSA too, the smallest that anyone still has in a test.
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "RSASSA-PSS" -> pss(key);
            case "EC", "ECDSA" -> Signature.getInstance("SHA256withECDSA");
            case "DSA" -> Signature.getInstance("SHA256withDSA");
            case "EdDSA", "Ed25519", "Ed448" -> Signature.getInstance("EdDSA");
            default -> throw new NoSuchAlgorithmException("no signature algorithm for keys of type " + algorithm);
        };
    }

    private static Signature pss(PrivateKey key) throws GeneralSecurityException {
        if (!(key instanceof RSAKey rsa)) {
            throw new InvalidKeyException("an RSASSA-PSS key without RSA numbers");
        }
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                rsa.getParams() instanceof PSSParameterSpec fixed
                        ? fixed
                        : new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return signature;
    }

    private static MaterialException mismatch(PrivateKey key, List<X509Certificate> certificates) {
        X509Certificate first = certificates.get(0);
        return new MaterialException(
                Problem.MISMATCH,
                null,
                "the " + key.getAlgorithm() + " private key doesn't belong to the certificate of "
                        + first.getSubjectX500Principal() + " ("
                        + first.getPublicKey().getAlgorithm() + ", serial "
                        + first.getSerialNumber().toString(16) + ")"
                        + (certificates.size() > 1 ? " nor to the " + (certificates.size() - 1) + " after it" : ""),
                "Write the key and the certificate that was issued for it together");
    }
}
