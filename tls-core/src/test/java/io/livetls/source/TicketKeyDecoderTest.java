package io.livetls.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.SessionTicketKeys;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class TicketKeyDecoderTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] one = random(48);
    private final byte[] two = random(48);

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        // Never by chance what a test isn't about: text.
        bytes[0] = (byte) 0x80;
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String line(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private static byte[] lines(String... lines) {
        return String.join("\n", lines).getBytes(US_ASCII);
    }

    private static SessionTicketKeys decode(byte[] content) {
        return TicketKeyDecoder.decode(content, "tickets.key");
    }

    private static AbstractThrowableAssert<?, ?> refused(byte[] content, Problem problem, int line) {
        return assertThatThrownBy(() -> decode(content)).isInstanceOfSatisfying(MaterialException.class, e -> {
            assertThat(e.problem()).isEqualTo(problem);
            assertThat(e.location()).contains(new Location("tickets.key", line, null));
        });
    }

    @Test
    void rawKeysAreReadInOrder() {
        SessionTicketKeys keys = decode(joined(one, two));

        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.key(0)).isEqualTo(one);
        assertThat(keys.key(1)).isEqualTo(two);
        assertThat(decode(one)).isEqualTo(SessionTicketKeys.of(List.of(one)));
    }

    @Test
    void linesOfBase64AreReadInOrderWhateverEndsThem() {
        SessionTicketKeys expected = SessionTicketKeys.of(List.of(one, two));

        assertThat(decode(lines(line(one), line(two)))).isEqualTo(expected);
        assertThat(decode(lines(line(one), line(two), ""))).isEqualTo(expected);
        assertThat(decode(lines("", line(one) + "\r", "  ", line(two) + " \r", "")))
                .isEqualTo(expected);
    }

    @Test
    void keysForAes256AreRefusedWithWhatToDoInstead() {
        String message =
                "this is a session ticket key of 80 bytes, for AES-256, and BoringSSL in Netty takes keys of 48"
                        + " bytes, for AES-128. Make keys of 48 bytes: openssl rand 48, or openssl rand -base64 48.";

        refused(lines(line(one), line(random(80))), Problem.UNSUPPORTED, 2)
                .hasMessage("tickets.key, line 2: " + message);
        refused(random(80), Problem.UNSUPPORTED, 0).hasMessage("tickets.key: " + message);
        refused(joined(random(80), random(80)), Problem.UNSUPPORTED, 0).hasMessage("tickets.key: " + message);
    }

    @Test
    void aTruncatedFileIsRefused() {
        refused(Arrays.copyOf(one, 47), Problem.MALFORMED, 0)
                .hasMessage("tickets.key: it holds 47 bytes, which isn't a multiple of the 48 of a session ticket key."
                        + " Make keys of 48 bytes: openssl rand 48, or openssl rand -base64 48.");
        refused(joined(one, Arrays.copyOf(two, 20)), Problem.MALFORMED, 0);
        refused(lines(line(one), line(two).substring(0, 32)), Problem.MALFORMED, 2)
                .hasMessage(
                        "tickets.key, line 2: this line holds 24 bytes, and a session ticket key has 48. Make keys of"
                                + " 48 bytes: openssl rand 48, or openssl rand -base64 48.");
        refused(new byte[0], Problem.MISSING, 0);
        refused(lines("", " "), Problem.MISSING, 0);
    }

    @Test
    void aLineThatIsNotBase64IsRefusedWithoutRepeatingIt() {
        String damaged = line(one).substring(0, 63) + "!";

        refused(lines(line(two), "", damaged), Problem.MALFORMED, 3)
                .hasMessage("tickets.key, line 3: this isn't base64. Write each key as one line of base64: openssl rand"
                        + " -base64 48.")
                .hasNoCause();
        refused(lines("# rotated daily", line(one)), Problem.MALFORMED, 1);
        refused("-----BEGIN PRIVATE KEY-----\n".getBytes(US_ASCII), Problem.MALFORMED, 1);
    }

    @Test
    void theSameKeyTwiceIsRefused() {
        byte[] sameName = two.clone();
        System.arraycopy(one, 0, sameName, 0, 16);

        refused(lines(line(one), "", line(two), line(one)), Problem.AMBIGUOUS, 4)
                .hasMessage("tickets.key, line 4: session ticket key 3 has the name, its first 16 bytes, of key 1. Give"
                        + " each key once.");
        refused(joined(one, sameName), Problem.AMBIGUOUS, 0);
    }

    @Test
    void aPlaceholderIsNoKey() {
        refused(lines(line(one), "A".repeat(64)), Problem.REFUSED, 2)
                .hasMessage(
                        "tickets.key, line 2: session ticket key 2 is one byte over and over, which anybody can guess."
                                + " Make one with: openssl rand 48.");
        refused(new byte[48], Problem.REFUSED, 0);
    }

    @Test
    void tooManyKeysAreRefused() {
        byte[][] many = Stream.generate(() -> random(48)).limit(65).toArray(byte[][]::new);

        assertThat(decode(joined(Arrays.copyOf(many, 64))).size()).isEqualTo(64);
        refused(joined(many), Problem.TOO_LARGE, 0)
                .hasMessage("tickets.key: there are 65 session ticket keys, and 64 are the most. Drop those that were"
                        + " replaced more than two days ago.");
        refused(lines(Stream.of(many).map(TicketKeyDecoderTest::line).toArray(String[]::new)), Problem.TOO_LARGE, 0);
        refused(random(1 << 20), Problem.TOO_LARGE, 0);
    }

    @Test
    void aKeyIsNeitherInTheTextNorChangedThroughACopy() {
        List<byte[]> given = List.of(one.clone());
        SessionTicketKeys keys = SessionTicketKeys.of(given);
        Arrays.fill(given.get(0), (byte) 0);
        Arrays.fill(keys.key(0), (byte) 0);

        assertThat(keys.key(0)).isEqualTo(one);
        assertThat(keys.toString()).matches("SessionTicketKeys\\[1, sealing with [0-9a-f]{8}]");
    }

    @Test
    void theOrderMatters() {
        List<byte[]> keys = List.of(one, two);

        assertThat(SessionTicketKeys.of(keys))
                .isEqualTo(SessionTicketKeys.of(keys))
                .hasSameHashCodeAs(SessionTicketKeys.of(keys))
                .isNotEqualTo(SessionTicketKeys.of(List.of(one)))
                .isNotEqualTo(SessionTicketKeys.of(List.of(two, one)));
        assertThatThrownBy(() -> SessionTicketKeys.of(Collections.emptyList()))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING));
    }
}
