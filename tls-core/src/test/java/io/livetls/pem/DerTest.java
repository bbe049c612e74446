package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ASN.1 reader: strict about lengths, and indifferent to bombs. */
class DerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30", // no length
                "3001", // cut short
                "308101", // a long form that needn't be
                "30820001", // a length with a zero in front
                "3084ffffffff", // 4 GiB announced
                "30887fffffffffffffff", // more than any array
                "3080", // indefinite, which DER forbids
                "30800000",
                "3f", // a tag that doesn't end
                "3f8181",
            })
    void aLengthThatIsNotDerIsMalformed(String hex) {
        MaterialException refusal = catchThrowableOfType(
                MaterialException.class,
                () -> Der.of(HexFormat.of().parseHex(hex)).skip());
        assertThat(refusal.problem()).isEqualTo(Problem.MALFORMED);
    }

    @Test
    void numbersAndNamesComeBackAsTheyWereWritten() {
        for (String dotted :
                new String[] {Oids.RSA, Oids.EC, Oids.ED25519, "2.16.840.1.101.3.4.3.17", "2.999.1", "0.9.2342"}) {
            assertThat(Der.of(DerWriter.oid(dotted)).oid()).isEqualTo(dotted);
        }
        for (int length : new int[] {1, 127, 128, 255, 256, 65535, 65536}) {
            byte[] content = new byte[length];
            assertThat(Der.of(DerWriter.octets(content)).content(Der.OCTET_STRING))
                    .isEqualTo(content);
            assertThat(Der.isOneSequence(DerWriter.sequence(content))).isTrue();
        }
        BigInteger number = BigInteger.ONE.shiftLeft(127);
        assertThat(Der.of(DerWriter.integer(number)).integer()).isEqualTo(number);
    }

    @Test
    void nestingOfAnyDepthNeitherOverflowsTheStackNorMeansAKey() {
        byte[] indefinite = new byte[1 << 20];
        for (int i = 0; i < indefinite.length; i += 2) {
            indefinite[i] = Der.SEQUENCE;
            indefinite[i + 1] = (byte) 0x80;
        }
        byte[] definite = new byte[0];
        for (int depth = 0; depth < 5000; depth++) {
            definite = DerWriter.sequence(definite);
        }
        for (byte[] bomb : new byte[][] {indefinite, definite}) {
            assertThat(catchThrowableOfType(MaterialException.class, () -> PrivateKeys.decode(bomb, "bomb", null))
                            .problem())
                    .isEqualTo(Problem.MALFORMED);
            assertThat(catchThrowableOfType(MaterialException.class, () -> Certificates.decode(bomb, "bomb"))
                            .problem())
                    .isEqualTo(Problem.MALFORMED);
        }
    }
}
