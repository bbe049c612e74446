package io.livetls.pem;

import java.math.BigInteger;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * RSA private keys (RFC 8017, A.1.2): the numbers are proven to fit before the JDK gets them. Whether the primes are prime
 * isn't asked: no damage makes two numbers whose product is the modulus, and a key that was made of others signs nothing.
 */
final class RsaKeys {
    /** What the JDK takes. The upper bound also keeps the arithmetic below from being an attack. */
    private static final int MIN_BITS = 512;

    private static final int MAX_BITS = 16384;
    /** Above this the JDK takes no public exponent of more than 64 bits. */
    private static final int MAX_BITS_LARGE_EXPONENT = 3072;

    private RsaKeys() {}

    static PrivateKey decode(byte[] pkcs1, byte @Nullable [] pssParameters) {
        return decode(pkcs1, pssParameters, null);
    }

    /**
     * Decodes an RSAPrivateKey.
     *
     * @param pssParameters null for RSA, otherwise the DER parameters of RSASSA-PSS, empty if there are none
     * @param publicKey the RSAPublicKey that came along
     */
    static PrivateKey decode(byte[] pkcs1, byte @Nullable [] pssParameters, byte @Nullable [] publicKey) {
        Der file = Der.of(pkcs1);
        Der key = file.enter(Der.SEQUENCE);
        file.expectEnd();
        int version = key.smallInteger();
        BigInteger[] numbers = new BigInteger[8];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = key.integer();
        }
        if (version == 1 || key.tag() == Der.SEQUENCE) {
            throw Faults.unsupported("RSA keys of more than two primes aren't supported", "Make a key of two primes");
        }
        if (version != 0) {
            throw Faults.unsupported("the RSA key's version isn't 0", Faults.EXPORT_KEY_AGAIN);
        }
        key.expectEnd();
        prove(numbers);
        if (publicKey != null) {
            provePublic(publicKey, numbers);
        }
        byte[][] encoded = new byte[9][];
        encoded[0] = DerWriter.integer(BigInteger.ZERO);
        for (int i = 0; i < numbers.length; i++) {
            encoded[i + 1] = DerWriter.integer(numbers[i]);
        }
        byte[] canonical = DerWriter.sequence(encoded);
        return pssParameters == null
                ? Pkcs8.generate("RSA", DerWriter.sequence(DerWriter.oid(Oids.RSA), DerWriter.nothing()), canonical)
                : Pkcs8.generate(
                        "RSASSA-PSS", DerWriter.sequence(DerWriter.oid(Oids.RSASSA_PSS), pssParameters), canonical);
    }

    private static void prove(BigInteger[] numbers) {
        BigInteger one = BigInteger.ONE;
        BigInteger n = numbers[0];
        BigInteger e = numbers[1];
        BigInteger d = numbers[2];
        BigInteger p = numbers[3];
        BigInteger q = numbers[4];
        for (BigInteger number : numbers) {
            if (number.signum() <= 0) {
                throw Faults.inconsistent("the RSA key holds a number that isn't positive");
            }
            if (number.bitLength() > MAX_BITS) {
                throw Faults.unsupported(
                        "the RSA key holds a number of " + number.bitLength() + " bits, more than " + MAX_BITS,
                        "Use a key of 2048 to 4096 bits");
            }
        }
        if (n.bitLength() < MIN_BITS) {
            throw Faults.unsupported(
                    "the RSA key has " + n.bitLength() + " bits, less than " + MIN_BITS,
                    "Use a key of 2048 to 4096 bits");
        }
        if (p.equals(one)
                || q.equals(one)
                || !p.testBit(0)
                || !q.testBit(0)
                || !p.multiply(q).equals(n)) {
            throw Faults.inconsistent("the RSA modulus isn't the product of two odd primes of the key");
        }
        if (!e.testBit(0) || e.equals(one) || e.compareTo(n) >= 0 || d.compareTo(n) >= 0) {
            throw Faults.inconsistent("an RSA exponent is out of range");
        }
        BigInteger p1 = p.subtract(one);
        BigInteger q1 = q.subtract(one);
        if (!e.multiply(d).mod(p1).equals(one) || !e.multiply(d).mod(q1).equals(one)) {
            throw Faults.inconsistent("the RSA exponents don't undo each other");
        }
        if (!numbers[5].equals(d.mod(p1))
                || !numbers[6].equals(d.mod(q1))
                || !numbers[7].multiply(q).mod(p).equals(one)
                || numbers[7].compareTo(p) >= 0) {
            throw Faults.inconsistent("the RSA key's CRT numbers don't fit its exponent and primes");
        }
        if (n.bitLength() > MAX_BITS_LARGE_EXPONENT && e.bitLength() > 64) {
            throw Faults.unsupported(
                    "the RSA public exponent has " + e.bitLength() + " bits, which this JDK doesn't take",
                    "Use a key with the exponent 65537");
        }
    }

    private static void provePublic(byte[] publicKey, BigInteger[] numbers) {
        Der key = Der.of(publicKey).enter(Der.SEQUENCE);
        if (!key.integer().equals(numbers[0]) || !key.integer().equals(numbers[1])) {
            throw Faults.inconsistent("the public key that came along isn't the RSA private key's");
        }
    }
}
