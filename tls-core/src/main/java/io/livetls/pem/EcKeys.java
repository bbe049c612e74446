package io.livetls.pem;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** EC private keys, in SEC 1 (RFC 5915) and PKCS#8. The curve is never guessed. */
final class EcKeys {
    private static final int PARAMETERS = 0xa0;
    private static final int PUBLIC_KEY = 0xa1;

    private EcKeys() {}

    /** A key as SEC 1 writes it; the curve before it is asked only where the key itself names none. */
    static PrivateKey decodeSec1(byte[] der, @Nullable EcCurve announced) {
        Sec1 key = Sec1.read(der);
        EcCurve curve = key.curve == null ? announced : key.curve;
        if (curve == null) {
            throw Faults.unsupported(
                    "the EC private key doesn't say which curve it is on",
                    "Put the EC PARAMETERS block of its curve before it, or export it as PKCS#8");
        }
        return generate(curve, key, null, new byte[0]);
    }

    static PrivateKey decodePkcs8(byte[] secret, Der algorithm, byte @Nullable [] publicKey) {
        Sec1 key = Sec1.read(secret);
        EcCurve named = algorithm.hasMore() && algorithm.tag() != Der.NULL ? EcCurve.of(algorithm) : null;
        if (named != null) {
            algorithm.expectEnd();
        }
        EcCurve curve = named == null ? key.curve : named;
        if (curve == null) {
            throw Faults.unsupported("the EC private key doesn't say which curve it is on", Faults.EXPORT_KEY_AGAIN);
        }
        if (key.curve != null && key.curve != curve) {
            throw Faults.inconsistent("the EC private key names two different curves");
        }
        return generate(curve, key, publicKey, key.parameters);
    }

    private static PrivateKey generate(EcCurve curve, Sec1 key, byte @Nullable [] outerPublicKey, byte[] parameters) {
        if (key.scalar.signum() == 0 || key.scalar.compareTo(curve.spec().getOrder()) >= 0) {
            throw Faults.inconsistent("the EC private number is out of the range of its curve");
        }
        byte[] publicKey = key.publicKey == null
                ? new byte[0]
                : DerWriter.element(PUBLIC_KEY, DerWriter.element(Der.BIT_STRING, new byte[] {0}, key.publicKey));
        byte[] scalar = EcCurve.fixedLength(key.scalar, curve.scalarLength());
        byte[] octets = DerWriter.octets(scalar);
        byte[] canonical = DerWriter.sequence(new byte[] {Der.INTEGER, 1, 1}, octets, parameters, publicKey);
        Arrays.fill(scalar, (byte) 0);
        Arrays.fill(octets, (byte) 0);
        PrivateKey generated = Pkcs8.generate("EC", curve.algorithmIdentifier(), canonical);
        provePublic(curve, generated, key.publicKey);
        provePublic(curve, generated, outerPublicKey);
        return generated;
    }

    private static void provePublic(EcCurve curve, PrivateKey key, byte @Nullable [] encoded) {
        if (encoded == null) {
            return;
        }
        ECPoint point = curve.point(encoded);
        if (point == null) {
            throw Faults.inconsistent(
                    "the public key that came along isn't a point on the curve of the EC private key");
        }
        if (!Probe.belongs("EC", "SHA256withECDSA", key, curve.publicKeyInfo(point))) {
            throw Faults.inconsistent("the public key that came along isn't the EC private key's");
        }
    }

    /** What an ECPrivateKey holds. */
    private static final class Sec1 {
        final BigInteger scalar;
        final @Nullable EcCurve curve;
        /** With their tag; empty where there are none. */
        final byte[] parameters;

        final byte @Nullable [] publicKey;

        private Sec1(BigInteger scalar, @Nullable EcCurve curve, byte[] parameters, byte @Nullable [] publicKey) {
            this.scalar = scalar;
            this.curve = curve;
            this.parameters = parameters;
            this.publicKey = publicKey;
        }

        static Sec1 read(byte[] der) {
            Der file = Der.of(der);
            Der key = file.enter(Der.SEQUENCE);
            file.expectEnd();
            if (key.smallInteger() != 1) {
                throw Faults.unsupported("the EC key's version isn't 1", Faults.EXPORT_KEY_AGAIN);
            }
            byte[] octets = key.content(Der.OCTET_STRING);
            BigInteger scalar = new BigInteger(1, octets);
            Arrays.fill(octets, (byte) 0);
            EcCurve curve = null;
            byte[] parameters = new byte[0];
            if (key.tag() == PARAMETERS) {
                parameters = key.element();
                Der named = Der.of(parameters).enter(PARAMETERS);
                curve = EcCurve.of(named);
                named.expectEnd();
            }
            byte[] publicKey = null;
            if (key.tag() == PUBLIC_KEY) {
                Der explicit = key.enter(PUBLIC_KEY);
                publicKey = explicit.bits(Der.BIT_STRING);
                explicit.expectEnd();
            }
            key.expectEnd();
            return new Sec1(scalar, curve, parameters, publicKey);
        }
    }
}
