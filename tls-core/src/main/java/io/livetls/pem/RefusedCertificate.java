package io.livetls.pem;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** Finds out why the JDK refused a certificate: damage, or a public key that this JDK has no code for. */
final class RefusedCertificate {
    private static final int VERSION = 0xa0;

    private RefusedCertificate() {}

    static MaterialException explain(byte[] der, Exception refusal) {
        String key = unsupportedKey(der);
        if (key != null) {
            return new MaterialException(
                    Problem.UNSUPPORTED,
                    null,
                    "the certificate's public key can't be used by this JDK: " + key,
                    "Remove the certificate if it isn't needed, or have it issued for an RSA key, or an EC key on P-256,"
                            + " P-384 or P-521",
                    refusal);
        }
        return new MaterialException(
                Problem.MALFORMED,
                null,
                "the certificate can't be parsed: " + Printable.of(String.valueOf(refusal.getMessage())),
                "The file is damaged: copy it again as a whole, or have the certificate issued again",
                refusal);
    }

    private static @Nullable String unsupportedKey(byte[] der) {
        try {
            Der signed = Der.of(der).enter(Der.SEQUENCE).enter(Der.SEQUENCE);
            if (signed.tag() == VERSION) {
                signed.skip();
            }
            signed.integer();
            signed.enter(Der.SEQUENCE);
            signed.enter(Der.SEQUENCE);
            signed.enter(Der.SEQUENCE);
            signed.enter(Der.SEQUENCE);
            byte[] info = signed.element();
            Der content = Der.of(info).enter(Der.SEQUENCE);
            Der algorithm = content.enter(Der.SEQUENCE);
            byte[] key = content.bits(Der.BIT_STRING);
            content.expectEnd();
            String oid = algorithm.oid();
            if (canUse(oid, info)) {
                return null;
            }
            return isCompressedPoint(oid, key) ? "compressed EC point" : Oids.describeKey(oid, algorithm);
        } catch (MaterialException e) {
            return null;
        }
    }

    /** SEC 1, 2.3.3: the JDK reads uncompressed points only. */
    private static boolean isCompressedPoint(String oid, byte[] key) {
        return oid.equals(Oids.EC) && key.length > 0 && (key[0] == 2 || key[0] == 3);
    }

    private static boolean canUse(String oid, byte[] info) {
        try {
            // JDK 17 doesn't know this one by its number.
            KeyFactory.getInstance(oid.equals(Oids.EC) ? "EC" : oid).generatePublic(new X509EncodedKeySpec(info));
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
