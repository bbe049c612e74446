package io.livetls.pem;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.jspecify.annotations.Nullable;

/** The curves that the JDK has since version 16, and how parameters name them (RFC 5480, SEC 1). */
enum EcCurve {
    P256("secp256r1", "1.2.840.10045.3.1.7"),
    P384("secp384r1", "1.3.132.0.34"),
    P521("secp521r1", "1.3.132.0.35");

    private static final String REMEDY = "Use a key on P-256, P-384 or P-521, with the curve named";

    final String oid;
    private final String name;

    EcCurve(String name, String oid) {
        this.name = name;
        this.oid = oid;
    }

    /** The curve of an EC PARAMETERS block; null where none of these is meant, which only matters if a key needs it. */
    static @Nullable EcCurve announced(byte[] der) {
        Der block = Der.of(der);
        Der parameters = Der.of(block.element());
        block.expectEnd();
        return find(parameters);
    }

    /** The curve that the parameters name or spell out. */
    static EcCurve of(Der parameters) {
        if (parameters.tag() == Der.OID) {
            String oid = parameters.oid();
            EcCurve curve = byOid(oid);
            if (curve == null) {
                throw Faults.unsupported("the EC curve " + Oids.describe(oid) + " isn't supported", REMEDY);
            }
            return curve;
        }
        EcCurve curve = bySpelling(parameters.enter(Der.SEQUENCE));
        if (curve == null) {
            throw Faults.unsupported(
                    "the EC curve is given by explicit parameters, and they aren't those of P-256, P-384 or P-521",
                    REMEDY);
        }
        return curve;
    }

    private static @Nullable EcCurve find(Der parameters) {
        return switch (parameters.tag()) {
            case Der.OID -> byOid(parameters.oid());
            case Der.SEQUENCE -> bySpelling(parameters.enter(Der.SEQUENCE));
            default -> null;
        };
    }

    private static @Nullable EcCurve byOid(String oid) {
        for (EcCurve curve : values()) {
            if (curve.oid.equals(oid)) {
                return curve;
            }
        }
        return null;
    }

    /** SpecifiedECDomain (SEC 1, C.2): only if every number is exactly that of one of these curves. */
    private static @Nullable EcCurve bySpelling(Der domain) {
        domain.integer();
        Der field = domain.enter(Der.SEQUENCE);
        if (!field.oid().equals("1.2.840.10045.1.1")) {
            return null;
        }
        BigInteger prime = field.integer();
        Der coefficients = domain.enter(Der.SEQUENCE);
        BigInteger a = new BigInteger(1, coefficients.content(Der.OCTET_STRING));
        BigInteger b = new BigInteger(1, coefficients.content(Der.OCTET_STRING));
        byte[] generator = domain.content(Der.OCTET_STRING);
        BigInteger order = domain.integer();
        for (EcCurve curve : values()) {
            ECParameterSpec spec = curve.spec();
            if (curve.prime().equals(prime)
                    && spec.getCurve().getA().equals(a)
                    && spec.getCurve().getB().equals(b)
                    && spec.getOrder().equals(order)
                    && (domain.tag() != Der.INTEGER || domain.integer().equals(BigInteger.ONE))) {
                return spec.getGenerator().equals(curve.point(generator)) ? curve : null;
            }
        }
        return null;
    }

    ECParameterSpec spec() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw Faults.unsupported("this JDK doesn't have the EC curve " + name, "Run on a JDK that has it");
        }
    }

    private BigInteger prime() {
        return ((ECFieldFp) spec().getCurve().getField()).getP();
    }

    int scalarLength() {
        return (spec().getOrder().bitLength() + 7) / 8;
    }

    /** The point that these bytes encode (SEC 1, 2.3.4), compressed or not; null if there is none on the curve. */
    @Nullable ECPoint point(byte[] encoded) {
        BigInteger p = prime();
        int length = (p.bitLength() + 7) / 8;
        int form = encoded.length == 0 ? 0 : encoded[0];
        boolean compressed = (form == 2 || form == 3) && encoded.length == 1 + length;
        boolean whole = (form == 4 || form == 6 || form == 7) && encoded.length == 1 + 2 * length;
        if (!compressed && !whole) {
            return null;
        }
        BigInteger x = new BigInteger(1, encoded, 1, length);
        BigInteger a = spec().getCurve().getA();
        BigInteger right =
                x.multiply(x).add(a).multiply(x).add(spec().getCurve().getB()).mod(p);
        BigInteger y;
        if (compressed) {
            // All three primes are 3 modulo 4.
            BigInteger root = right.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
            y = root.testBit(0) == (form == 3) ? root : p.subtract(root);
        } else {
            y = new BigInteger(1, encoded, 1 + length, length);
        }
        boolean hybridFits = form < 6 || y.testBit(0) == (form == 7);
        boolean onCurve =
                x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
        return onCurve && hybridFits ? new ECPoint(x, y) : null;
    }

    /** The SubjectPublicKeyInfo of a point on this curve. */
    byte[] publicKeyInfo(ECPoint point) {
        int length = (prime().bitLength() + 7) / 8;
        byte[] bits = DerWriter.element(
                Der.BIT_STRING,
                new byte[] {0, 4},
                fixedLength(point.getAffineX(), length),
                fixedLength(point.getAffineY(), length));
        return DerWriter.sequence(algorithmIdentifier(), bits);
    }

    byte[] algorithmIdentifier() {
        return DerWriter.sequence(DerWriter.oid(Oids.EC), DerWriter.oid(oid));
    }

    /** Big endian, padded with zeros in front; the number must fit. */
    static byte[] fixedLength(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int copied = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - copied, fixed, length - copied, copied);
        return fixed;
    }
}
