package io.livetls.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {

    /** RFC 9525, 6.3, and what people try. */
    @ParameterizedTest
    @CsvSource({
        // presented, expected, covered
        "foo.example.com,      foo.example.com,     true",
        "Foo.Example.COM,      fOO.eXample.com,     true",
        "foo.example.com,      foo.example.com.,    true",
        "foo.example.com,      bar.example.com,     false",
        "foo.example.com,      example.com,         false",
        "example.com,          foo.example.com,     false",
        "localhost,            localhost,           true",
        "my_service.default,   my_service.default,  true",
        "*.example.com,        foo.example.com,     true",
        "*.EXAMPLE.com,        foo.example.COM,     true",
        "*.example.com,        bar.foo.example.com, false",
        "*.example.com,        example.com,         false",
        "*.example.com,        .example.com.evil,   refused",
        "*.default.svc.cluster.local, fn.default.svc.cluster.local, true",
        "*.default.svc.cluster.local, a.fn.default.svc.cluster.local, false",
        // The wildcard is the whole left-most label, and nothing else.
        "f*o.example.com,      foo.example.com,     false",
        "foo*.example.com,     foobar.example.com,  false",
        "*bar.example.com,     foobar.example.com,  false",
        "**.example.com,       foo.example.com,     false",
        "foo.*.com,            foo.example.com,     false",
        "*.*.com,              foo.example.com,     false",
        "foo.example.*,        foo.example.com,     false",
        "*,                    localhost,           false",
        "*,                    foo.example.com,     false",
        "*.,                   localhost,           false",
        // No list of public suffixes.
        "*.com,                example.com,         true",
        "*.co.uk,              example.co.uk,       true",
        // An expected wildcard stands for hosts that come and go.
        "*.example.com,        *.example.com,       true",
        "foo.example.com,      *.example.com,       false",
        "*.com,                *.example.com,       false",
        // A-labels are labels.
        "xn--bcher-kva.example, XN--Bcher-KVA.example, true",
        "*.example,            xn--bcher-kva.example, true",
        "xn--*.example,        xn--bcher-kva.example, false",
        "bücher.example,       xn--bcher-kva.example, false",
        // What isn't a name in a certificate.
        "foo.example.com.,     foo.example.com,     false",
        "foo..example.com,     foo.example.com,     false",
        "' foo.example.com',   foo.example.com,     false",
        "'foo.example.com,bar.example.com', bar.example.com, false",
        // Addresses aren't names, and names aren't addresses.
        "10.0.0.1,             10.0.0.1,            false",
        "*.0.0.1,              10.0.0.1,            false",
        "::1,                  ::1,                 false"
    })
    void aNameOfACertificateCoversAHostByWholeLabels(String presented, String expected, String covered) {
        if (covered.equals("refused")) {
            assertThatThrownBy(() -> Host.of(expected)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(Host.of(expected).isCoveredByName(presented)).isEqualTo(Boolean.parseBoolean(covered));
        }
    }

    @Test
    void whatFollowsANulCountsToo() {
        assertThat(Host.of("good.example").isCoveredByName("good.example\0.evil.example"))
                .isFalse();
        assertThat(Host.of("good.example").isCoveredByName("good.example\0")).isFalse();
    }

    @Test
    void signsThatLookLikeLettersAreNoLetters() {
        // KELVIN SIGN becomes a k in lower case.
        assertThat(Host.of("kilo.example").isCoveredByName("\u212Ailo.example")).isFalse();
        assertThatThrownBy(() -> Host.of("\u212Ailo.example")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noLocalePlaysAPart() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(Host.of("INFO.example").isCoveredByName("info.EXAMPLE")).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0a000001,                         10.0.0.1,              true",
        "0a000001,                         10.0.0.2,              false",
        "0a000001,                         a.example,             false",
        "00000000000000000000000000000001, ::1,                   true",
        "00000000000000000000000000000001, [::1],                 true",
        "20010db8000000000000000000000001, 2001:DB8:0:0::1,       true",
        "20010db8000000000000000000000001, 2001:db8::2,           false",
        // Mapped addresses are others than those that they map.
        "00000000000000000000ffff0a000001, 10.0.0.1,              false",
        "00000000000000000000ffff0a000001, ::ffff:10.0.0.1,       true",
        "0a000001,                         ::ffff:10.0.0.1,       false",
        // With a mask, as in a name constraint.
        "0a000001ffffff00,                 10.0.0.1,              false",
        "'',                               10.0.0.1,              false"
    })
    void anAddressOfACertificateCoversItself(String presented, String expected, boolean covered) {
        assertThat(Host.of(expected).isCoveredByAddress(HexFormat.of().parseHex(presented)))
                .isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "*",
                "*.",
                "f*o.example",
                "a.*.example",
                "a..example",
                "-a.example",
                "a-.example",
                "a b.example",
                "https://a.example",
                "a.example:443",
                "bücher.example",
                "fe80::1%eth0",
                "fe80::1%1",
                "[::1",
                "[10.0.0.1]",
                ":::1",
                "1.2.3",
                "010.0.0.1",
                "256.0.0.1",
                "10.0.0.1.",
                "0x7f.1",
                "a\0.example",
                "a,b.example"
            })
    void whatIsNoHostIsRefused(String text) {
        assertThatThrownBy(() -> Host.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no host (expected:");
    }

    @Test
    void labelsAndNamesAreAsLongAsTheDnsLetsThemBe() {
        String label = "a".repeat(63);
        String name = String.join(".", label, label, label, "b".repeat(61));
        assertThat(Host.of(name).isCoveredByName(name)).isTrue();
        assertThatThrownBy(() -> Host.of(name + "b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Host.of(label + "a.example")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMessageShowsNoControlCharacters() {
        assertThatThrownBy(() -> Host.of("a\n\0.example"))
                .hasMessageStartingWith("host: 'a\\x0a\\x00.example' is no host (expected: a DNS name");
    }

    @Test
    void theSameAddressWrittenInTwoWaysIsOneHost() throws Exception {
        assertThat(Host.of("::1"))
                .isEqualTo(Host.of("0:0:0:0:0:0:0:1"))
                .hasSameHashCodeAs(Host.of("[::1]"))
                .isNotEqualTo(Host.of("::2"));
        assertThat(Host.of("A.example.")).isEqualTo(Host.of("a.example")).hasToString("a.example");
    }
}
