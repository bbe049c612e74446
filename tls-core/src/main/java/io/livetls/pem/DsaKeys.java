package io.livetls.pem;

import java.math.BigInteger;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** DSA private keys, in PKCS#8 and as OpenSSL's traditional structure. */
final class DsaKeys {
    /** Above what anyone uses; keeps the arithmetic below from being an attack. */
    private static final int MAX_BITS = 8192;

    private static final int MAX_ORDER_BITS = 512;

    private DsaKeys() {}

    /** SEQUENCE of version, p, q, g, y, x. */
    static PrivateKey decodeTraditional(byte[] der) {
        Der key = Der.of(der).enter(Der.SEQUENCE);
        if (key.smallInteger() != 0) {
            throw Faults.unsupported("the DSA key's version isn't 0", Faults.EXPORT_KEY_AGAIN);
        }
        BigInteger p = key.integer();
        BigInteger q = key.integer();
        BigInteger g = key.integer();
        BigInteger y = key.integer();
        BigInteger x = key.integer();
        key.expectEnd();
        return generate(p, q, g, x, y);
    }

    static PrivateKey decodePkcs8(byte[] secret, Der algorithm, byte @Nullable [] publicKey) {
        if (!algorithm.hasMore()) {
            throw Faults.unsupported("the DSA key comes without its parameters", Faults.EXPORT_KEY_AGAIN);
        }
        Der parameters = algorithm.enter(Der.SEQUENCE);
        algorithm.expectEnd();
        BigInteger p = parameters.integer();
        BigInteger q = parameters.integer();
        BigInteger g = parameters.integer();
        parameters.expectEnd();
        Der key = Der.of(secret);
        BigInteger x = key.integer();
        key.expectEnd();
        return generate(p, q, g, x, publicKey == null ? null : Der.of(publicKey).integer());
    }

    private static PrivateKey generate(BigInteger p, BigInteger q, BigInteger g, BigInteger x, @Nullable BigInteger y) {
        prove(p, q, g, x, y);
        byte[] parameters = DerWriter.sequence(DerWriter.integer(p), DerWriter.integer(q), DerWriter.integer(g));
        return Pkcs8.generate("DSA", DerWriter.sequence(DerWriter.oid(Oids.DSA), parameters), DerWriter.integer(x));
    }

    private static void prove(BigInteger p, BigInteger q, BigInteger g, BigInteger x, @Nullable BigInteger y) {
        BigInteger one = BigInteger.ONE;
        if (p.bitLength() > MAX_BITS || q.bitLength() > MAX_ORDER_BITS) {
            throw Faults.unsupported(
                    "the DSA primes have " + p.bitLength() + " and " + q.bitLength() + " bits, more than " + MAX_BITS
                            + " and " + MAX_ORDER_BITS,
                    "Use a key of 2048 and 256 bits");
        }
        boolean inRange = p.signum() > 0
                && q.compareTo(one) > 0
                && q.compareTo(p) < 0
                && g.compareTo(one) > 0
                && g.compareTo(p) < 0;
        if (!inRange
                || !p.testBit(0)
                || p.subtract(one).mod(q).signum() != 0
                || !g.modPow(q, p).equals(one)
                || !BigInteger.TWO.modPow(p.subtract(one), p).equals(one)
                || !BigInteger.TWO.modPow(q.subtract(one), q).equals(one)) {
            throw Faults.inconsistent("the DSA parameters aren't a group of prime order");
        }
        if (x.signum() <= 0 || x.compareTo(q) >= 0) {
            throw Faults.inconsistent("the DSA private number is out of range");
        }
        if (y != null && !g.modPow(x, p).equals(y)) {
            throw Faults.inconsistent("the public key that came along isn't the DSA private key's");
        }
    }
}
