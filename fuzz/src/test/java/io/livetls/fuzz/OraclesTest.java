package io.livetls.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the targets look for they would see: each fault, put in on purpose, is told. */
class OraclesTest {
    private static final byte[] KEY = GeneratedKeys.P256.getPrivate().getEncoded();
    private static final String BASE64 = Base64.getEncoder().encodeToString(KEY);

    @Test
    void aPieceOfPemInAMessageIsSeen() {
        byte[] pem = ("-----BEGIN PRIVATE KEY-----\n" + BASE64 + "\n-----END PRIVATE KEY-----")
                .getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> refuse(pem, "damaged at " + BASE64.substring(10, 26), null))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("a piece of the input");
        assertThatCode(() -> refuse(pem, "damaged at " + BASE64.substring(10, 20), null))
                .doesNotThrowAnyException();
    }

    @Test
    void aPieceOfDerInACauseIsSeen() {
        for (int skipped = 0; skipped < 3; skipped++) {
            String piece = Base64.getEncoder()
                    .encodeToString(Arrays.copyOfRange(KEY, skipped, skipped + 30))
                    .substring(0, 20);
            assertThatThrownBy(() -> refuse(KEY, "damaged", new IllegalStateException(piece)))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void thePassphraseInAMessageIsSeen() {
        assertThatThrownBy(() -> refuse(new byte[0], "not " + SeedKeys.PASSPHRASE, null))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the passphrase");
    }

    @Test
    void anotherOutcomeTheSecondTimeIsSeen() {
        AtomicInteger counter = new AtomicInteger();
        assertThatThrownBy(() -> Outcome.of(counter::incrementAndGet, Secrets.of(new byte[0])))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("not the same twice");
    }

    @Test
    void whatIsNotOursIsNotCaught() {
        for (Throwable thrown : new Throwable[] {new IllegalArgumentException("x"), new StackOverflowError()}) {
            assertThatThrownBy(() -> Outcome.of(
                            () -> {
                                throw sneaky(thrown);
                            },
                            Secrets.of(new byte[0])))
                    .isSameAs(thrown);
        }
    }

    @Test
    void everySeedOfTheRightKindIsReadAsItIs() {
        long keys = SeedKeys.ALL.stream()
                .filter(key -> DerNode.parse(key.der()).encode().length == key.der().length)
                .count();
        assertThat(keys).isEqualTo(SeedKeys.ALL.size());
        for (byte[] certificate : SeedCertificates.CERTIFICATES) {
            assertThat(DerNode.parse(certificate).all().size()).isGreaterThan(20);
            assertThat(DerNode.parse(certificate).encode()).isEqualTo(certificate);
        }
    }

    private static void refuse(byte[] content, String what, @Nullable Throwable cause) {
        Outcome.of(
                () -> {
                    throw new MaterialException(Problem.MALFORMED, null, what, "Do something", cause);
                },
                Secrets.of(content));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
