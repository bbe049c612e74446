package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Format by algorithm: the key that comes out is the key that went in. */
class PrivateKeyFormatsTest {

    static Stream<Arguments> formats() {
        Stream<Arguments> pkcs8 = Stream.of("RSA", "RSASSA-PSS", "DSA", "P-256", "P-384", "P-521", "Ed25519", "Ed448")
                .map(name -> Arguments.of(name, "PRIVATE KEY", KeyFiles.pkcs8(name)));
        Stream<Arguments> traditional = Stream.of(
                Arguments.of("RSA", "RSA PRIVATE KEY", KeyFiles.traditional("RSA")),
                Arguments.of("DSA", "DSA PRIVATE KEY", KeyFiles.traditional("DSA")),
                Arguments.of("P-256", "EC PRIVATE KEY", KeyFiles.traditional("P-256")),
                Arguments.of("P-384", "EC PRIVATE KEY", KeyFiles.traditional("P-384")),
                Arguments.of("P-521", "EC PRIVATE KEY", KeyFiles.traditional("P-521")));
        return Stream.concat(pkcs8, traditional);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("formats")
    void aKeyIsReadFromPemAndDerAndBareBase64(String name, String label, byte[] der) {
        String pem = KeyFiles.pem(label, der);
        assertIs(name, KeyFiles.bytes(pem));
        assertIs(name, der);
        assertIs(name, KeyFiles.bytes(KeyFiles.base64(der)));
        assertIs(name, KeyFiles.bytes(KeyFiles.base64(KeyFiles.bytes(pem))));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("formats")
    void aWrongLabelDoesNoHarm(String name, String label, byte[] der) {
        for (String wrong : new String[] {
            "PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "DSA PRIVATE KEY",
            "ANY PRIVATE KEY"
        }) {
            assertIs(name, KeyFiles.bytes(KeyFiles.pem(wrong, der)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "RSASSA-PSS", "DSA", "P-256", "P-384", "P-521", "Ed25519", "Ed448"})
    void aVersion2KeyWithItsPublicKeyAndAttributesIsRead(String name) {
        KeyPair pair = KeyFiles.pair(name);
        byte[] attributes = DerWriter.element(
                0xa0, DerWriter.sequence(DerWriter.oid("1.2.840.113549.1.9.9.20"), DerWriter.element(Der.SET)));
        byte[] implicit = DerWriter.element(0x81, new byte[] {0}, KeyFiles.publicBits(pair));
        byte[] explicit =
                DerWriter.element(0xa1, DerWriter.element(Der.BIT_STRING, new byte[] {0}, KeyFiles.publicBits(pair)));
        assertIs(name, version2(name, attributes, implicit));
        assertIs(name, version2(name, new byte[0], implicit));
        assertIs(name, version2(name, new byte[0], explicit));
    }

    static byte[] version2(String name, byte[] attributes, byte[] publicKey) {
        Der key = Der.of(KeyFiles.pkcs8(name)).enter(Der.SEQUENCE);
        key.skip();
        return DerWriter.sequence(
                DerWriter.integer(BigInteger.ONE), key.element(), key.element(), attributes, publicKey);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void anEcKeyMayLackItsPublicPointOrHaveItCompressedOrHybrid(String name) {
        KeyPair pair = KeyFiles.pair(name);
        byte[] point = KeyFiles.point(pair);
        byte[] compressed = Arrays.copyOf(point, 1 + point.length / 2);
        compressed[0] = (byte) (2 + (point[point.length - 1] & 1));
        byte[] hybrid = point.clone();
        hybrid[0] = (byte) (6 + (point[point.length - 1] & 1));
        for (byte[] form : new byte[][] {new byte[0], compressed, hybrid}) {
            assertIs(name, KeyFiles.sec1(pair, KeyFiles.curve(name), form));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void theCurveMayComeFromTheEcParametersBlockBeforeTheKey(String name) {
        byte[] key = KeyFiles.sec1(KeyFiles.pair(name), new byte[0], new byte[0]);
        assertIs(
                name,
                KeyFiles.bytes(
                        KeyFiles.pem("EC PARAMETERS", KeyFiles.curve(name)) + KeyFiles.pem("EC PRIVATE KEY", key)));
    }

    @ParameterizedTest
    @CsvSource({"P-256", "P-384", "P-521"})
    void explicitParametersOfAKnownCurveAreThatCurve(String name) {
        KeyPair pair = KeyFiles.pair(name);
        assertIs(name, KeyFiles.sec1(pair, explicit(pair, BigInteger.ONE), KeyFiles.point(pair)));
    }

    /** SpecifiedECDomain. */
    static byte[] explicit(KeyPair pair, BigInteger cofactor) {
        ECParameterSpec spec = ((ECPrivateKey) pair.getPrivate()).getParams();
        BigInteger p = ((ECFieldFp) spec.getCurve().getField()).getP();
        int length = (p.bitLength() + 7) / 8;
        return DerWriter.sequence(
                DerWriter.integer(BigInteger.ONE),
                DerWriter.sequence(DerWriter.oid("1.2.840.10045.1.1"), DerWriter.integer(p)),
                DerWriter.sequence(
                        DerWriter.octets(EcCurve.fixedLength(spec.getCurve().getA(), length)),
                        DerWriter.octets(EcCurve.fixedLength(spec.getCurve().getB(), length))),
                DerWriter.element(
                        Der.OCTET_STRING,
                        new byte[] {4},
                        EcCurve.fixedLength(spec.getGenerator().getAffineX(), length),
                        EcCurve.fixedLength(spec.getGenerator().getAffineY(), length)),
                DerWriter.integer(spec.getOrder()),
                DerWriter.integer(cofactor));
    }

    @Test
    void aPrivateNumberMayBeShorterOrLongerThanItsCurve() {
        byte[] named = KeyFiles.curve("P-256");
        for (int length : new int[] {1, 31, 40}) {
            byte[] octets = new byte[length];
            octets[length - 1] = 5;
            byte[] sec1 = DerWriter.sequence(
                    DerWriter.integer(BigInteger.ONE), DerWriter.octets(octets), DerWriter.element(0xa0, named));
            ECPrivateKey key = (ECPrivateKey) PrivateKeys.decode(sec1, "key", null);
            assertThat(key.getS()).isEqualTo(BigInteger.valueOf(5));
        }
    }

    @Test
    void theSameKeyTwiceIsOneKey() {
        String twice = KeyFiles.pem("EC PRIVATE KEY", KeyFiles.traditional("P-256"))
                + KeyFiles.pem("PRIVATE KEY", KeyFiles.pkcs8("P-256"));
        assertIs("P-256", KeyFiles.bytes(twice));
    }

    @Test
    void certificatesAndOtherKnownBlocksBesideTheKeyArePassedOver() {
        byte[] certificate = KeyFiles.bytes("not looked at");
        String file = KeyFiles.pem("CERTIFICATE", certificate)
                + KeyFiles.pem("DH PARAMETERS", certificate)
                + "Bag Attributes\n    localKeyID: 01\n"
                + KeyFiles.pem("PRIVATE KEY", KeyFiles.pkcs8("Ed25519"))
                + KeyFiles.pem("CERTIFICATE", certificate)
                + KeyFiles.pem("PUBLIC KEY", certificate);
        assertIs("Ed25519", KeyFiles.bytes(file));
    }

    @Test
    void theKeyBelongsToTheProvidersOfTheJdk() {
        for (String name : new String[] {"RSA", "RSASSA-PSS", "DSA", "P-256", "Ed25519"}) {
            assertThat(PrivateKeys.decode(KeyFiles.pkcs8(name), "key", null)
                            .getClass()
                            .getName())
                    .startsWith("sun.");
        }
    }

    private static void assertIs(String name, byte[] content) {
        byte[] before = content.clone();
        PrivateKey expected = KeyFiles.key(name);
        PrivateKey key = PrivateKeys.decode(content, "key.pem", null);
        assertThat(key.getAlgorithm()).isEqualTo(expected.getAlgorithm());
        assertThat(SameKey.test(key, expected)).isTrue();
        assertThat(content).isEqualTo(before);
    }
}
