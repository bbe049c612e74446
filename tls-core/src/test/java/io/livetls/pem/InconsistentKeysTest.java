package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.livetls.material.Identity;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.testing.CertificateAuthority;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key whose numbers contradict each other is refused, not handed out. */
class InconsistentKeysTest {

    @ParameterizedTest(name = "number {0} of the key")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anRsaKeyIsRefusedForAnyNumberThatIsChanged(int index) {
        for (int bit : new int[] {0, 1, 20}) {
            BigInteger[] numbers = numbers(KeyFiles.traditional("RSA"), 9);
            numbers[index] = numbers[index].flipBit(bit);
            assertInconsistent(sequence(numbers));
        }
    }

    @Test
    void anRsaKeyIsRefusedForNumbersThatAreZeroOrNegative() {
        for (int index = 1; index < 9; index++) {
            BigInteger[] numbers = numbers(KeyFiles.traditional("RSA"), 9);
            numbers[index] = numbers[index].negate();
            assertInconsistent(sequence(numbers));
            numbers[index] = BigInteger.ZERO;
            assertInconsistent(sequence(numbers));
        }
    }

    /** Such a key isn't damaged but made, and its numbers fit; whoever has its certificate sees that it can't sign. */
    @Test
    void anRsaKeyIsRefusedForItsCertificateIfAPrimeIsComposite() {
        BigInteger p = BigInteger.probablePrime(512, new Random(1));
        BigInteger q =
                BigInteger.probablePrime(256, new Random(2)).multiply(BigInteger.probablePrime(257, new Random(3)));
        BigInteger e = BigInteger.valueOf(65537);
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger d = e.modInverse(p1.multiply(q1).divide(p1.gcd(q1)));
        PrivateKey key = PrivateKeys.decode(
                sequence(BigInteger.ZERO, p.multiply(q), e, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p)),
                "key.der",
                null);
        KeyPair pair = new KeyPair(publicKey(p.multiply(q), e), key);
        X509Certificate certificate =
                CertificateAuthority.create("CA").issue(leaf -> leaf.key(pair)).certificate();
        MaterialException refusal =
                catchThrowableOfType(MaterialException.class, () -> Identity.of(key, List.of(certificate)));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isEqualTo(Problem.INCONSISTENT);
    }

    @Test
    void anRsaKeyIsRefusedForThePublicExponent1() {
        BigInteger[] numbers = numbers(KeyFiles.traditional("RSA"), 9);
        numbers[2] = BigInteger.ONE;
        numbers[3] = BigInteger.ONE;
        numbers[6] = BigInteger.ONE;
        numbers[7] = BigInteger.ONE;
        assertInconsistent(sequence(numbers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void anEcKeyIsRefusedForAPrivateNumberOutOfRange(String name) {
        ECPrivateKey key = (ECPrivateKey) KeyFiles.key(name);
        for (BigInteger number : new BigInteger[] {
            BigInteger.ZERO,
            key.getParams().getOrder(),
            key.getParams().getOrder().add(BigInteger.ONE)
        }) {
            assertInconsistent(DerWriter.sequence(
                    DerWriter.integer(BigInteger.ONE),
                    DerWriter.octets(EcCurve.fixedLength(number, 66)),
                    DerWriter.element(0xa0, KeyFiles.curve(name))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void anEcKeyIsRefusedForAPublicPointThatIsNotItsOwn(String name) {
        KeyPair pair = KeyFiles.pair(name);
        byte[] curve = KeyFiles.curve(name);
        byte[] point = KeyFiles.point(pair);
        byte[] offCurve = point.clone();
        offCurve[offCurve.length - 1] ^= 1;
        byte[] cutShort = Arrays.copyOf(point, point.length - 1);
        byte[] wrongParity = point.clone();
        wrongParity[0] = (byte) (7 - (point[point.length - 1] & 1));
        byte[] mirrored = Arrays.copyOf(point, 1 + point.length / 2);
        mirrored[0] = (byte) (3 - (point[point.length - 1] & 1));
        byte[] someoneElses = KeyFiles.point(KeyFiles.generate(name));
        byte[] infinity = new byte[1];
        for (byte[] wrong : new byte[][] {offCurve, cutShort, wrongParity, mirrored, someoneElses, infinity}) {
            assertInconsistent(KeyFiles.sec1(pair, curve, wrong));
            assertInconsistent(
                    PrivateKeyFormatsTest.version2(name, new byte[0], DerWriter.element(0x81, new byte[] {0}, wrong)));
        }
    }

    @Test
    void anEcKeyIsRefusedForTwoDifferentCurves() {
        byte[] sec1 = KeyFiles.sec1(KeyFiles.pair("P-256"), KeyFiles.curve("P-256"), new byte[0]);
        assertInconsistent(DerWriter.sequence(
                DerWriter.integer(BigInteger.ZERO),
                DerWriter.sequence(DerWriter.oid(Oids.EC), KeyFiles.curve("P-384")),
                DerWriter.octets(sec1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "RSA", "DSA"})
    void aVersion2KeyIsRefusedForAPublicKeyThatIsNotItsOwn(String name) {
        KeyPair other = KeyFiles.generate(name);
        assertInconsistent(PrivateKeyFormatsTest.version2(
                name, new byte[0], DerWriter.element(0x81, new byte[] {0}, KeyFiles.publicBits(other))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void anEd25519KeyIsRefusedForAWrongLength(int length) {
        assertInconsistent(DerWriter.sequence(
                DerWriter.integer(BigInteger.ZERO),
                DerWriter.sequence(DerWriter.oid(Oids.ED25519)),
                DerWriter.octets(DerWriter.octets(new byte[length]))));
    }

    @Test
    void aDsaKeyIsRefusedForNumbersThatDoNotFit() {
        BigInteger[] numbers = numbers(KeyFiles.traditional("DSA"), 6);
        for (int index = 1; index < 6; index++) {
            for (BigInteger wrong : new BigInteger[] {
                numbers[index].flipBit(1), BigInteger.ZERO, BigInteger.ONE, numbers[index].negate()
            }) {
                BigInteger[] changed = numbers.clone();
                changed[index] = wrong;
                assertInconsistent(sequence(changed));
            }
        }
    }

    private static BigInteger[] numbers(byte[] der, int count) {
        Der sequence = Der.of(der).enter(Der.SEQUENCE);
        BigInteger[] numbers = new BigInteger[count];
        Arrays.setAll(numbers, i -> sequence.integer());
        return numbers;
    }

    private static byte[] sequence(BigInteger... numbers) {
        return DerWriter.sequence(Arrays.stream(numbers).map(DerWriter::integer).toArray(byte[][]::new));
    }

    private static PublicKey publicKey(BigInteger modulus, BigInteger exponent) {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertInconsistent(byte[] der) {
        MaterialException refusal =
                catchThrowableOfType(MaterialException.class, () -> PrivateKeys.decode(der, "key.der", null));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isEqualTo(Problem.INCONSISTENT);
    }
}
