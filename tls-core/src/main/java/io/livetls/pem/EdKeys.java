package io.livetls.pem;

import java.security.PrivateKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Ed25519 and Ed448 private keys (RFC 8410). */
final class EdKeys {
    enum Curve {
        ED25519("Ed25519", Oids.ED25519, 32),
        ED448("Ed448", Oids.ED448, 57);

        final String algorithm;
        final String oid;
        final int length;

        Curve(String algorithm, String oid, int length) {
            this.algorithm = algorithm;
            this.oid = oid;
            this.length = length;
        }
    }

    private EdKeys() {}

    static PrivateKey decode(Curve curve, Der parameters, byte[] secret, byte @Nullable [] publicKey) {
        parameters.expectEnd();
        Der wrapped = Der.of(secret);
        byte[] seed = wrapped.content(Der.OCTET_STRING);
        wrapped.expectEnd();
        if (seed.length != curve.length) {
            Arrays.fill(seed, (byte) 0);
            throw Faults.inconsistent(
                    "the " + curve.algorithm + " private key has " + seed.length + " bytes, not " + curve.length);
        }
        byte[] identifier = DerWriter.sequence(DerWriter.oid(curve.oid));
        PrivateKey key = Pkcs8.generate(curve.algorithm, identifier, DerWriter.octets(seed));
        Arrays.fill(seed, (byte) 0);
        if (publicKey != null) {
            byte[] bits = DerWriter.element(Der.BIT_STRING, new byte[] {0}, publicKey);
            boolean proven = publicKey.length == curve.length
                    && Probe.belongs(curve.algorithm, curve.algorithm, key, DerWriter.sequence(identifier, bits));
            if (!proven) {
                throw Faults.inconsistent(
                        "the public key that came along isn't the " + curve.algorithm + " private key's");
            }
        }
        return key;
    }
}
