package io.livetls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.livetls.pem.DecodingLimits;
import io.livetls.pem.PrivateKeys;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of private keys, with and without a passphrase: the key, the same after a re-encoding, or a refusal. */
class PrivateKeysFuzzTest {
    /** Low, so that many inputs a second go through; that they are kept is what counts. */
    private static final DecodingLimits LIMITS = new DecodingLimits(1 << 20, 1 << 20, 10_000, 1 << 20, 4 << 20);

    static Stream<byte[]> seeds() {
        return Documents.OF_KEYS.seeds();
    }

    @MethodSource("seeds")
    @FuzzTest
    void privateKeys(byte[] input) {
        check(input);
    }

    static void check(byte[] input) {
        Quiet.logging();
        byte[] content = Documents.OF_KEYS.read(input);
        check(content, null);
        check(content, SeedKeys.PASSPHRASE.toCharArray());
    }

    private static void check(byte[] content, char @Nullable [] passphrase) {
        byte[] before = content.clone();
        Outcome<Encoded> outcome =
                Outcome.of(() -> Encoded.of(PrivateKeys.decode(content, "x", passphrase, LIMITS)), Secrets.of(content));
        Findings.require(Arrays.equals(content, before), "the input was altered");
        outcome.success().ifPresent(key -> {
            Findings.require(
                    key.equals(Encoded.of(PrivateKeys.decode(key.bytes(), "again", null))),
                    "not the same key after a re-encoding");
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(key.bytes()) + "\n-----END PRIVATE KEY-----\n";
            Findings.require(
                    key.equals(Encoded.of(PrivateKeys.decode(pem.getBytes(StandardCharsets.US_ASCII), "again", null))),
                    "not the same key after a re-encoding as PEM");
        });
    }

    /** A key by its value: equal keys have equal PKCS#8. */
    private record Encoded(String algorithm, String format, String base64) {
        static Encoded of(PrivateKey key) {
            return new Encoded(
                    key.getAlgorithm(), key.getFormat(), Base64.getEncoder().encodeToString(key.getEncoded()));
        }

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }
}
