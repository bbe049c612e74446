package io.livetls.pem;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** PKCS#8 keys, version 1 (RFC 5208) and version 2 with a public key (RFC 5958). */
final class Pkcs8 {
    private static final int ATTRIBUTES = 0xa0;
    private static final int PUBLIC_KEY = 0x81;
    /** Explicit where RFC 5958 wants an implicit tag: an early version of ring wrote Ed25519 keys so. */
    private static final int EXPLICIT_PUBLIC_KEY = 0xa1;

    private Pkcs8() {}

    static PrivateKey decode(byte[] der) {
        Der key = Der.of(der).enter(Der.SEQUENCE);
        int version = key.smallInteger();
        if (version != 0 && version != 1) {
            throw Faults.unsupported("the PKCS#8 version isn't 0 or 1", Faults.EXPORT_KEY_AGAIN);
        }
        Der algorithm = key.enter(Der.SEQUENCE);
        String oid = algorithm.oid();
        byte[] secret = key.content(Der.OCTET_STRING);
        try {
            if (key.tag() == ATTRIBUTES) {
                key.skip();
            }
            byte[] publicKey = publicKey(key);
            key.expectEnd();
            return switch (oid) {
                case Oids.RSA -> {
                    expectNothing(algorithm);
                    yield RsaKeys.decode(secret, null, publicKey);
                }
                case Oids.RSASSA_PSS -> {
                    byte[] parameters = algorithm.hasMore() ? algorithm.element() : new byte[0];
                    algorithm.expectEnd();
                    yield RsaKeys.decode(secret, parameters, publicKey);
                }
                case Oids.EC -> EcKeys.decodePkcs8(secret, algorithm, publicKey);
                case Oids.ED25519 -> EdKeys.decode(EdKeys.Curve.ED25519, algorithm, secret, publicKey);
                case Oids.ED448 -> EdKeys.decode(EdKeys.Curve.ED448, algorithm, secret, publicKey);
                case Oids.DSA -> DsaKeys.decodePkcs8(secret, algorithm, publicKey);
                default ->
                    throw Faults.unsupported(
                            "private keys of " + Oids.describeKey(oid, algorithm) + " aren't supported",
                            "Use an RSA, EC (P-256, P-384, P-521), Ed25519, Ed448 or DSA key");
            };
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte @Nullable [] publicKey(Der key) {
        if (key.tag() == PUBLIC_KEY) {
            return key.bits(PUBLIC_KEY);
        }
        return key.tag() == EXPLICIT_PUBLIC_KEY ? key.enter(EXPLICIT_PUBLIC_KEY).bits(Der.BIT_STRING) : null;
    }

    /** RSA's parameters are NULL; some writers leave them out. */
    private static void expectNothing(Der algorithm) {
        if (algorithm.tag() == Der.NULL) {
            algorithm.skip();
        }
        algorithm.expectEnd();
    }

    /** Has the JDK make the key from the canonical PKCS#8 of checked numbers, and clears what it is made from. */
    static PrivateKey generate(String algorithm, byte[] algorithmIdentifier, byte[] secret) {
        byte[] octets = DerWriter.octets(secret);
        byte[] pkcs8 = DerWriter.sequence(new byte[] {Der.INTEGER, 1, 0}, algorithmIdentifier, octets);
        try {
            DerDepth.check(pkcs8);
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new MaterialException(
                    Problem.UNSUPPORTED,
                    null,
                    "this JDK has no use for the " + algorithm + " private key's size or parameters",
                    "Use a key of a usual size");
        } finally {
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(pkcs8, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }
}
