package io.livetls.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {
    @Test
    void anIdHasATrustDomainAndAPath() {
        SpiffeId id = SpiffeId.of("spiffe://example.org/ns/prod/sa/Billing_1.0");
        assertThat(id.trustDomain()).isEqualTo("example.org");
        assertThat(id.path()).isEqualTo("/ns/prod/sa/Billing_1.0");
        assertThat(id).hasToString("spiffe://example.org/ns/prod/sa/Billing_1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://example.org",
                "spiffe://a/b",
                "spiffe://10.0.0.1/x",
                "spiffe://trust_domain-1/...",
                "spiffe://example.org/.hidden/a..b"
            })
    void whatTheStandardAllowsIsOne(String id) {
        assertThat(SpiffeId.parse(id)).hasToString("Optional[" + id + "]");
    }

    static Stream<String> malformed() {
        String longest = "spiffe://example.org/" + "a".repeat(2048);
        return Stream.of(
                "",
                "spiffe:",
                "spiffe:/",
                "spiffe://",
                "spiffe:///path",
                "spiffe:example.org/x",
                "spiffe:/example.org/x",
                "SPIFFE://example.org/x",
                "Spiffe://example.org/x",
                "http://example.org/x",
                " spiffe://example.org/x",
                "spiffe://example.org/x ",
                "spiffe://Example.org/x",
                "spiffe://user@example.org/x",
                "spiffe://user:secret@example.org/x",
                "spiffe://example.org:8443/x",
                "spiffe://example.org:/x",
                "spiffe://[::1]/x",
                "spiffe://example.org?x",
                "spiffe://example.org/x?y=z",
                "spiffe://example.org/x#y",
                "spiffe://example.org/x;y",
                "spiffe://example.org/%41",
                "spiffe://example.org/a%2Fb",
                "spiffe://example%2eorg/x",
                "spiffe://example.org/",
                "spiffe://example.org/x/",
                "spiffe://example.org//x",
                "spiffe://example.org/x//y",
                "spiffe://example.org/.",
                "spiffe://example.org/x/./y",
                "spiffe://example.org/x/../y",
                "spiffe://example.org\\x",
                "spiffe://example.org/x\u0000",
                "spiffe://example.org\u0000.evil/x",
                "spiffe://example.org/x\n",
                "spiffe://ex\u00e4mple.org/x",
                "spiffe://\u212aelvin.org/x",
                "spiffe://example.org/\u00e4",
                longest,
                "spiffe://" + "a".repeat(256) + "/x");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatItDoesNotAllowIsNoneAndNeverHalfOfOne(String id) {
        assertThat(SpiffeId.parse(id)).isEmpty();
        assertThatThrownBy(() -> SpiffeId.of(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SPIFFE ID: \"")
                .hasMessageMatching("\\p{Print}*");
    }

    @Test
    void lengthsUpToTheStandardsLimitAreAllowed() {
        assertThat(SpiffeId.parse("spiffe://" + "a".repeat(255) + "/x")).isPresent();
        assertThat(SpiffeId.parse("spiffe://example.org/" + "a".repeat(2048 - 21)))
                .isPresent();
        assertThat(SpiffeId.parse("spiffe://example.org/" + "a".repeat(2048 - 20)))
                .isEmpty();
    }

    @Test
    void itsPartsCannotSmuggleInAnother() {
        assertThatThrownBy(() -> new SpiffeId("example.org/x", "/y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SpiffeId("example.org", "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
