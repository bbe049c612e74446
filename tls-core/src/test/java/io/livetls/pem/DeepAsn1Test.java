package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Depth that would overflow the stack of the JDK's parsers: a refusal, whichever part of a file it is in. */
class DeepAsn1Test {
    private static final int DEEP = 10_000;

    @Test
    void aSignatureAlgorithmNestedInItsOwnParametersIsRefused() throws Exception {
        assertRefused(() -> Certificates.decode(withSignature(nestedPss(DEEP)), "ca.der"));
        assertRefused(() -> Certificates.decode(
                KeyFiles.bytes(KeyFiles.pem("CERTIFICATE", withSignature(nestedPss(DEEP)))), "ca.pem"));
    }

    @Test
    void aPublicKeyAlgorithmNestedInItsOwnParametersIsRefused() throws Exception {
        assertRefused(() -> Certificates.decode(withPublicKey(nestedPss(DEEP)), "ca.der"));
    }

    @Test
    void aPrivateKeyAlgorithmNestedInItsOwnParametersIsRefused() {
        Der key = Der.of(KeyFiles.pkcs8("RSASSA-PSS")).enter(Der.SEQUENCE);
        byte[] version = key.element();
        key.skip();
        byte[] pkcs8 = DerWriter.sequence(version, nestedPss(DEEP), key.element());
        assertRefused(() -> PrivateKeys.decode(pkcs8, "key.der", null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x30, 0x31, 0xa0, 0x24, Der.OCTET_STRING})
    void depthCountsUnderAnyTagThatHoldsElements(int tag) {
        assertThatCode(() -> DerDepth.check(nested(tag, 60))).doesNotThrowAnyException();
        assertRefused(() -> DerDepth.check(nested(tag, 64)));
    }

    @Test
    void depthCountsWithLengthsThatDerForbids() {
        byte[] indefinite = new byte[2 * DEEP];
        byte[] notMinimal = new byte[6 * DEEP];
        for (int i = 0; i < DEEP; i++) {
            indefinite[2 * i] = Der.SEQUENCE;
            indefinite[2 * i + 1] = (byte) 0x80;
            notMinimal[6 * i] = Der.SEQUENCE;
            notMinimal[6 * i + 1] = (byte) 0x84;
            int rest = notMinimal.length - 6 * (i + 1);
            for (int octet = 0; octet < 4; octet++) {
                notMinimal[6 * i + 2 + octet] = (byte) (rest >>> (24 - 8 * octet));
            }
        }
        assertRefused(() -> DerDepth.check(indefinite));
        assertRefused(() -> DerDepth.check(notMinimal));
    }

    @Test
    void widthIsNotDepthAndGarbageIsNotAsn1() {
        byte[] wide = new byte[3 * DEEP];
        for (int i = 0; i < DEEP; i++) {
            wide[3 * i] = Der.SEQUENCE;
            wide[3 * i + 1] = 1;
        }
        assertThatCode(() -> DerDepth.check(wide)).doesNotThrowAnyException();
        for (int value = 0; value < 256; value++) {
            byte[] garbage = new byte[30];
            Arrays.fill(garbage, (byte) value);
            assertThatCode(() -> DerDepth.check(garbage)).doesNotThrowAnyException();
        }
    }

    private static void assertRefused(ThrowingCallable decoding) {
        MaterialException refusal = catchThrowableOfType(MaterialException.class, decoding);
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isEqualTo(Problem.MALFORMED);
        assertThat(refusal).hasMessageContaining("its ASN.1 is nested deeper than 64 levels");
    }

    private static byte[] nested(int tag, int depth) {
        byte[] nested = new byte[0];
        for (int i = 0; i < depth; i++) {
            nested = DerWriter.element(tag, nested);
        }
        return nested;
    }

    /** RSASSA-PSS whose hash algorithm is RSASSA-PSS whose hash algorithm... */
    private static byte[] nestedPss(int depth) {
        byte[] oid = DerWriter.oid(Oids.RSASSA_PSS);
        byte[] nested = DerWriter.sequence(oid);
        for (int i = 0; i < depth; i++) {
            nested = DerWriter.sequence(oid, DerWriter.sequence(DerWriter.element(0xa0, nested)));
        }
        return nested;
    }

    private static byte[] withSignature(byte[] algorithm) throws Exception {
        return certificate(2, algorithm, algorithm);
    }

    private static byte[] withPublicKey(byte[] algorithm) throws Exception {
        byte[] bits = DerWriter.element(Der.BIT_STRING, new byte[33]);
        return certificate(6, DerWriter.sequence(algorithm, bits), new byte[0]);
    }

    /** A real one, with this field and, if given, this outer signature algorithm instead of its own. */
    private static byte[] certificate(int field, byte[] replacement, byte[] outerAlgorithm) throws Exception {
        Der whole = Der.of(KeyFiles.certificate("deep", KeyFiles.pair("RSA")).getEncoded())
                .enter(Der.SEQUENCE);
        Der fields = whole.enter(Der.SEQUENCE);
        byte[][] parts = new byte[7][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = fields.element();
        }
        parts[field] = replacement;
        byte[] algorithm = whole.element();
        return DerWriter.sequence(
                DerWriter.sequence(parts), outerAlgorithm.length == 0 ? algorithm : outerAlgorithm, whole.element());
    }
}
