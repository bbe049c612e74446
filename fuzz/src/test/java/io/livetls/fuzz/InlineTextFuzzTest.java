package io.livetls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.livetls.LiveTls;
import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import io.livetls.source.InlineTrust;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and certificates that stand in settings: PEM text, or base64 of it. */
class InlineTextFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.concat(Documents.OF_CERTIFICATES.seeds(), Documents.OF_KEYS.seeds());
    }

    @MethodSource("seeds")
    @FuzzTest
    void inlineText(byte[] input) {
        check(input);
    }

    static void check(byte[] input) {
        Quiet.logging();
        byte[] certificates = Documents.OF_CERTIFICATES.read(input);
        Secrets secrets = Secrets.of(certificates);
        String text = new String(certificates, StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(certificates);
        Outcome.of(() -> anchors(text), secrets)
                .success()
                .ifPresent(anchors -> Findings.require(
                        !text.contains("-----BEGIN ") || anchors.equals(anchors(base64)),
                        "not the same from base64 of the text"));
        Outcome.of(() -> anchors(base64), secrets);
        String key = new String(Documents.OF_KEYS.read(input), StandardCharsets.UTF_8);
        Outcome.of(
                () -> LiveTls.builder().identityPem(text, key, SeedKeys.PASSPHRASE.toCharArray()) != null,
                Secrets.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static Set<?> anchors(String text) {
        Material material = InlineTrust.of(text);
        TrustAnchors trust = Objects.requireNonNull(material.trust());
        return Set.copyOf(trust.certificates());
    }
}
