package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What isn't read, with the exact message: file, line, block, reason and remedy. */
class PrivateKeyRefusalsTest {
    private static final String DAMAGED = " The file is damaged: copy or export it again as a whole.";
    private static final String EXPORT = " Export the key again, for example with \"openssl pkcs8 -topk8 -nocrypt -in"
            + " old.key -out new.key\", or make a new one.";
    private static final String ALGORITHMS = " Use an RSA, EC (P-256, P-384, P-521), Ed25519, Ed448 or DSA key.";
    private static final String CURVES = " Use a key on P-256, P-384 or P-521, with the curve named.";

    static Stream<Arguments> damage() {
        String pem = KeyFiles.pem("PRIVATE KEY", KeyFiles.pkcs8("RSA"));
        byte[] der = KeyFiles.pkcs8("RSA");
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        return Stream.of(
                refusal(
                        "",
                        Problem.MISSING,
                        "key.pem: it is empty. Name the file that holds the private key, in PEM or DER."),
                refusal(
                        "hello",
                        Problem.MISSING,
                        "key.pem: there is no private key in it: neither a BEGIN PRIVATE KEY line nor DER. Name the file"
                                + " that holds the private key, in PEM or DER."),
                refusal(
                        KeyFiles.pem("CERTIFICATE", der),
                        Problem.MISSING,
                        "key.pem: there is no private key among its 1 PEM blocks. Name the file that holds the private"
                                + " key, in PEM or DER."),
                refusal(
                        pem + "text\n" + KeyFiles.pem("PRIVATE KEY", KeyFiles.pkcs8("P-256")),
                        Problem.AMBIGUOUS,
                        "key.pem, line " + (lines(pem) + 2) + " (PRIVATE KEY): there is another private key on line 1,"
                                + " and they differ. Leave the one that belongs to the certificate."),
                refusal(
                        pem.replace("-----END PRIVATE KEY-----", ""),
                        Problem.MALFORMED,
                        "key.pem, line 1 (PRIVATE KEY): the block has no END line: the file ends before it." + DAMAGED),
                refusal(
                        "\n" + pem.replace("END PRIVATE", "END RSA PRIVATE"),
                        Problem.MALFORMED,
                        "key.pem, line 2 (PRIVATE KEY): the block ends as RSA PRIVATE KEY on line " + (lines(pem) + 1)
                                + "." + DAMAGED),
                refusal(
                        pem.replace("-----END PRIVATE KEY-----\n", "") + pem,
                        Problem.MALFORMED,
                        "key.pem, line 1 (PRIVATE KEY): the block has no END line: line " + lines(pem)
                                + " begins the next block." + DAMAGED),
                refusal(
                        pem.replace("-----BEGIN PRIVATE KEY-----\n", "text\n"),
                        Problem.MALFORMED,
                        "key.pem, line 2: base64 stands outside of any BEGIN and END line." + DAMAGED),
                refusal(
                        "-----END PRIVATE KEY-----\n" + pem,
                        Problem.MALFORMED,
                        "key.pem, line 1: an END line comes without its BEGIN line." + DAMAGED),
                refusal(
                        pem.substring(1),
                        Problem.MALFORMED,
                        "key.pem, line 1: a BEGIN line has 4 dashes in front, not 5." + DAMAGED),
                refusal(
                        pem.replace("KEY-----\nMII", "KEY----\nMII"),
                        Problem.MALFORMED,
                        "key.pem, line 1: the BEGIN line 1 isn't closed by 5 dashes." + DAMAGED),
                refusal(
                        pem.replaceFirst("\nM", "\n*"),
                        Problem.MALFORMED,
                        "key.pem, line 1 (PRIVATE KEY): line 2 holds a character that isn't base64." + DAMAGED),
                refusal(
                        pem.replaceFirst("\nM", "\n"),
                        Problem.MALFORMED,
                        "key.pem, line 1 (PRIVATE KEY): its base64 is cut short or padded wrongly." + DAMAGED),
                refusal(
                        block("PRIVATE KEY", ""),
                        Problem.MALFORMED,
                        "key.pem, line 1 (PRIVATE KEY): the block is empty." + DAMAGED),
                refusal(
                        KeyFiles.pem("PRIVATE KEY", longer),
                        Problem.MALFORMED,
                        "key.pem, line 1 (PRIVATE KEY): the private key is cut short, or bytes follow it, or it isn't"
                                + " DER." + EXPORT),
                refusal(
                        KeyFiles.pem("PRIVATE KEY", Arrays.copyOf(der, der.length - 5)),
                        Problem.MALFORMED,
                        "key.pem, line 1 (PRIVATE KEY): the private key is cut short, or bytes follow it, or it isn't"
                                + " DER." + EXPORT),
                refusal(
                        KeyFiles.pem("PRIVATE KEY", KeyFiles.bytes("no ASN.1")),
                        Problem.MALFORMED,
                        "key.pem, line 1 (PRIVATE KEY): it isn't a private key: it doesn't begin with an ASN.1 SEQUENCE."
                                + EXPORT),
                refusal(
                        KeyFiles.pem("PRIVATE KEYS", der),
                        Problem.UNSUPPORTED,
                        "key.pem, line 1 (PRIVATE KEYS): blocks with this label aren't known, so a private key might be"
                                + " lost with it. Remove the block, or write the key as a PRIVATE KEY block."));
    }

    static Stream<Arguments> unsupported() {
        byte[] noCurve = KeyFiles.sec1(KeyFiles.pair("P-256"), new byte[0], new byte[0]);
        byte[] secp256k1 = KeyFiles.sec1(KeyFiles.pair("P-256"), DerWriter.oid("1.3.132.0.10"), new byte[0]);
        byte[] nearlyP256 = KeyFiles.sec1(
                KeyFiles.pair("P-256"),
                PrivateKeyFormatsTest.explicit(KeyFiles.pair("P-256"), BigInteger.TWO),
                new byte[0]);
        return Stream.of(
                refusal(
                        KeyFiles.pem("PRIVATE KEY", KeyFiles.pkcs8("X25519")),
                        Problem.UNSUPPORTED,
                        "key.pem, line 1 (PRIVATE KEY): private keys of algorithm X25519 (1.3.101.110) aren't supported."
                                + ALGORITHMS),
                refusal(
                        KeyFiles.pem("EC PRIVATE KEY", noCurve),
                        Problem.UNSUPPORTED,
                        "key.pem, line 1 (EC PRIVATE KEY): the EC private key doesn't say which curve it is on. Put the"
                                + " EC PARAMETERS block of its curve before it, or export it as PKCS#8."),
                refusal(
                        KeyFiles.pem("EC PRIVATE KEY", secp256k1),
                        Problem.UNSUPPORTED,
                        "key.pem, line 1 (EC PRIVATE KEY): the EC curve secp256k1 (1.3.132.0.10) isn't supported."
                                + CURVES),
                refusal(
                        KeyFiles.pem("EC PRIVATE KEY", nearlyP256),
                        Problem.UNSUPPORTED,
                        "key.pem, line 1 (EC PRIVATE KEY): the EC curve is given by explicit parameters, and they aren't"
                                + " those of P-256, P-384 or P-521." + CURVES),
                refusal(
                        block("OPENSSH PRIVATE KEY", "AAAA"),
                        Problem.UNSUPPORTED,
                        "key.pem, line 1 (OPENSSH PRIVATE KEY): the private key is in the format of OpenSSH, which isn't"
                                + " read. Convert it in place with \"ssh-keygen -p -m PKCS8 -f key\"."),
                refusal(
                        "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n",
                        Problem.UNSUPPORTED,
                        "key.pem: the private key is in the format of PuTTY, which isn't read. Convert it with \"puttygen"
                                + " key.ppk -O private-openssh -o key\", then \"ssh-keygen -p -m PKCS8 -f key\"."),
                refusal(
                        "{\"kty\": \"RSA\"}",
                        Problem.UNSUPPORTED,
                        "key.pem: it is a JSON Web Key, which isn't read. Write the key as PKCS#8 PEM."),
                refusal(
                        KeyFiles.pem(
                                "PRIVATE KEY",
                                DerWriter.sequence(
                                        DerWriter.integer(BigInteger.valueOf(3)),
                                        DerWriter.sequence(DerWriter.oid("1.2.840.113549.1.7.1")))),
                        Problem.UNSUPPORTED,
                        "key.pem, line 1 (PRIVATE KEY): it is a PKCS#12 key store, not a private key. Use it as a key"
                                + " store, or take the key out of it."),
                refusal(
                        KeyFiles.pem(
                                "RSA PRIVATE KEY",
                                KeyFiles.pair("RSA").getPublic().getEncoded()),
                        Problem.MISSING,
                        "key.pem, line 1 (RSA PRIVATE KEY): it holds a public key, not a private key. Name the file of the"
                                + " private key."),
                refusal(
                        block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: ROT13,00\n\nAAAA"),
                        Problem.UNSUPPORTED,
                        "key.pem, line 1 (RSA PRIVATE KEY): its cipher ROT13 isn't supported. Encrypt the key again with"
                                + " \"openssl pkcs8 -topk8 -in old.key -out new.key\"."),
                refusal(
                        block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\nAAAA"),
                        Problem.MALFORMED,
                        "key.pem, line 1 (RSA PRIVATE KEY): its DEK-Info header, which names cipher and IV, is missing or"
                                + " cut short." + DAMAGED));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource({"damage", "unsupported"})
    void theMessageSaysWhereWhatAndWhatToDo(String file, Problem problem, String message) {
        MaterialException refusal = catchThrowableOfType(
                MaterialException.class, () -> PrivateKeys.decode(KeyFiles.bytes(file), "key.pem", null));
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal.location().map(Location::source)).contains("key.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "-", "---- ", "----", "", "\t"})
    void aKeyOnOneLineWhoseBeginLineIsDamagedIsNotRepeatedAsALabel(String closing) {
        String key = KeyFiles.base64(KeyFiles.pkcs8("P-256"));
        for (String body : List.of(key.replace("\n", ""), key.replace("\n", " "))) {
            String file = "-----BEGIN PRIVATE KEY" + closing + body + "-----END PRIVATE KEY-----";
            MaterialException refusal = catchThrowableOfType(
                    MaterialException.class, () -> PrivateKeys.decode(KeyFiles.bytes(file), "key.pem", null));
            assertThat(refusal).hasMessage("key.pem, line 1: the BEGIN line 1 isn't closed by 5 dashes." + DAMAGED);
        }
    }

    @Test
    void aKeyInTheEndLineOrInTheNameOfItsCipherIsNotRepeated() {
        String key = KeyFiles.base64(KeyFiles.pkcs8("P-256")).replace("\n", "");
        for (String file : List.of(
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END " + key + "-----",
                block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: " + key + ",00\n\nAAAA"))) {
            MaterialException refusal = catchThrowableOfType(
                    MaterialException.class, () -> PrivateKeys.decode(KeyFiles.bytes(file), "key.pem", null));
            assertThat(refusal.getMessage()).doesNotContainIgnoringCase(key.substring(0, 16));
        }
    }

    @Test
    void filesThatAreNotThereOrNotFilesOrTooLargeAreNamed(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing.key");
        Path large = Files.write(directory.resolve("large.key"), new byte[(1 << 20) + 1]);
        assertThat(refusal(missing).problem()).isEqualTo(Problem.NOT_FOUND);
        assertThat(refusal(missing))
                .hasMessage(
                        missing + ": there is no such file. Check the path, and that the volume it is on is mounted.");
        assertThat(refusal(directory).problem()).isEqualTo(Problem.UNREADABLE);
        assertThat(refusal(large).problem()).isEqualTo(Problem.TOO_LARGE);
    }

    @Test
    void aFileOfAnySizeUpToTheLimitIsReadWhole(@TempDir Path directory) throws IOException {
        for (int size : new int[] {0, 1, 16383, 16384, 16385, 65536, 65537, 200_000}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            Path file = Files.write(directory.resolve("file"), content);
            assertThat(FileBytes.read(file, 200_000)).isEqualTo(content);
            if (size > 0) {
                MaterialException refusal =
                        catchThrowableOfType(MaterialException.class, () -> FileBytes.read(file, size - 1));
                assertThat(refusal.problem()).isEqualTo(Problem.TOO_LARGE);
            }
        }
    }

    private static MaterialException refusal(Path file) {
        return catchThrowableOfType(MaterialException.class, () -> PrivateKeys.read(file, null));
    }

    private static Arguments refusal(String file, Problem problem, String message) {
        return Arguments.of(file, problem, message);
    }

    private static String block(String label, String body) {
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
