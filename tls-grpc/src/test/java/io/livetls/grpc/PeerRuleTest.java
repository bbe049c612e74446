package io.livetls.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.LeafOptions;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerRuleTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Root");

    private static boolean allows(PeerRule rule, Consumer<LeafOptions> leaf) {
        return rule.allows(PeerIdentity.ofChain(ROOT.issue(leaf).chain().toArray(Certificate[]::new)));
    }

    private static boolean allowsDns(PeerRule rule, String... names) {
        return allows(rule, leaf -> leaf.dns(names));
    }

    private static boolean allowsUri(PeerRule rule, String... uris) {
        return allows(rule, leaf -> leaf.uri(uris));
    }

    @Test
    void anExactNameIsThatNameInAnyCase() {
        PeerRule rule = PeerRule.dns("api.Example.org.");
        assertThat(allowsDns(rule, "api.example.org")).isTrue();
        assertThat(allowsDns(rule, "other.example.org", "API.EXAMPLE.ORG")).isTrue();

        assertThat(allowsDns(rule, "example.org")).isFalse();
        assertThat(allowsDns(rule, "a.api.example.org")).isFalse();
        assertThat(allowsDns(rule, "xapi.example.org")).isFalse();
        assertThat(allowsDns(rule, "api.example.org.evil.net")).isFalse();
        assertThat(allowsDns(rule, "api.example.org\u0000.evil.net")).isFalse();
        assertThat(allowsDns(rule, "api.example.org ")).isFalse();
        assertThat(allowsDns(rule, "apixexample.org")).isFalse();
    }

    @Test
    void aSuffixIsEverythingBelowADomainAndNotTheDomain() {
        for (PeerRule rule : new PeerRule[] {PeerRule.dnsSuffix("example.org"), PeerRule.dnsSuffix(".Example.ORG")}) {
            assertThat(allowsDns(rule, "a.example.org")).isTrue();
            assertThat(allowsDns(rule, "a.b.example.org")).isTrue();

            assertThat(allowsDns(rule, "example.org")).isFalse();
            assertThat(allowsDns(rule, "evilexample.org")).isFalse();
            assertThat(allowsDns(rule, ".example.org")).isFalse();
            assertThat(allowsDns(rule, "a.example.org.evil.net")).isFalse();
            assertThat(allowsDns(rule, "evil.net\u0000.example.org")).isFalse();
            assertThat(allowsDns(rule, "evil.net/.example.org")).isFalse();
        }
    }

    @Test
    void aWildcardIsExactlyOneLabel() {
        PeerRule rule = PeerRule.dnsWildcard("*.example.org");
        assertThat(allowsDns(rule, "a.example.org")).isTrue();
        assertThat(allowsDns(rule, "A.EXAMPLE.org")).isTrue();

        assertThat(allowsDns(rule, "a.b.example.org")).isFalse();
        assertThat(allowsDns(rule, "example.org")).isFalse();
        assertThat(allowsDns(rule, ".example.org")).isFalse();
        assertThat(allowsDns(rule, "a.evilexample.org")).isFalse();
    }

    @Test
    void aWildcardOfACertificateIsNobody() {
        assertThat(allowsDns(PeerRule.dns("a.example.org"), "*.example.org")).isFalse();
        assertThat(allowsDns(PeerRule.dnsWildcard("*.example.org"), "*.example.org"))
                .isFalse();
        assertThat(allowsDns(PeerRule.dnsSuffix("example.org"), "*.example.org"))
                .isFalse();
        assertThat(allowsDns(PeerRule.dnsSuffix("org"), "*.example.org", "*.org"))
                .isFalse();
    }

    @Test
    void namesBeyondAsciiCompareAsALabels() {
        PeerRule rule = PeerRule.dns("b\u00fccher.example");
        assertThat(rule).hasToString("dns xn--bcher-kva.example");
        assertThat(allowsDns(rule, "xn--bcher-kva.example")).isTrue();
        assertThat(allowsDns(rule, "XN--BCHER-KVA.example")).isTrue();
        assertThat(allowsDns(rule, "bucher.example")).isFalse();
        assertThat(allowsDns(PeerRule.dns("kelvin.example"), "\u212aelvin.example"))
                .isFalse();
    }

    @Test
    void theCommonNameIsNotLookedAt() {
        assertThat(allows(
                        PeerRule.dns("api.example.org"),
                        leaf -> leaf.commonName("api.example.org").noNames()))
                .isFalse();
    }

    @Test
    void aSpiffeIdIsThatIdLetterByLetter() {
        PeerRule rule = PeerRule.spiffeId("spiffe://example.org/billing");
        assertThat(allowsUri(rule, "spiffe://example.org/billing")).isTrue();

        assertThat(allowsUri(rule, "spiffe://example.org/Billing")).isFalse();
        assertThat(allowsUri(rule, "spiffe://example.org/billing/admin")).isFalse();
        assertThat(allowsUri(rule, "spiffe://example.org/billing2")).isFalse();
        assertThat(allowsUri(rule, "spiffe://example.org/billing/")).isFalse();
        assertThat(allowsUri(rule, "spiffe://example.org.evil/billing")).isFalse();
        assertThat(allowsUri(rule, "spiffe://EXAMPLE.org/billing")).isFalse();
        assertThat(allowsUri(rule, "spiffe://example.org/%62illing")).isFalse();
        assertThat(allowsUri(rule, "spiffe://example.org/x/../billing")).isFalse();
        assertThat(allowsUri(rule, "spiffe://example.org/billing", "spiffe://example.org/x"))
                .isFalse();
        assertThat(allowsUri(rule, "spiffe://example.org/billing", "spiffe://example.org/billing"))
                .isFalse();
        assertThat(allows(rule, leaf -> leaf.dns("spiffe://example.org/billing")))
                .isFalse();
    }

    @Test
    void aTrustDomainIsThatOneAndNoneThatBeginsOrEndsLikeIt() {
        for (PeerRule rule :
                new PeerRule[] {PeerRule.spiffeTrustDomain("td"), PeerRule.spiffeTrustDomain("spiffe://td")}) {
            assertThat(allowsUri(rule, "spiffe://td/x")).isTrue();
            assertThat(allowsUri(rule, "spiffe://td/x/y")).isTrue();

            assertThat(allowsUri(rule, "spiffe://td.evil/x")).isFalse();
            assertThat(allowsUri(rule, "spiffe://evil.td/x")).isFalse();
            assertThat(allowsUri(rule, "spiffe://evil/td/x")).isFalse();
            assertThat(allowsUri(rule, "spiffe://td@evil/x")).isFalse();
            assertThat(allowsUri(rule, "spiffe://evil@td/x")).isFalse();
            assertThat(allowsUri(rule, "spiffe://td:80/x")).isFalse();
            assertThat(allowsUri(rule, "spiffe://TD/x")).isFalse();
            assertThat(allowsUri(rule, "spiffe://td")).isFalse();
            assertThat(allowsUri(rule, "spiffe:///x")).isFalse();
            assertThat(allowsUri(rule, "https://td/x")).isFalse();
            assertThat(allowsUri(rule, "spiffe://td/x", "spiffe://td/y")).isFalse();
        }
    }

    @Test
    void onlyOneRuleIsForThoseWithoutACertificate() {
        assertThat(PeerRule.anyone().allows(Optional.empty())).isTrue();
        assertThat(allowsDns(PeerRule.anyone(), "x.example.org")).isTrue();
        assertThat(PeerRule.anyCertificate().allows(Optional.empty())).isFalse();
        assertThat(allowsDns(PeerRule.anyCertificate(), "x.example.org")).isTrue();
        assertThat(PeerRule.dns("x.example.org").allows(Optional.empty())).isFalse();
        assertThat(PeerRule.spiffeTrustDomain("td").allows(Optional.empty())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "*.example.org",
                "a..b",
                "a b",
                "a/b",
                "a\u0000b",
                "a.example.org..",
                "spiffe://td/x"
            })
    void aRuleThatIsNoHostNameIsAnError(String name) {
        assertThatThrownBy(() -> PeerRule.dns(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("dns: \"")
                .hasMessageEndingWith("(expected: a host name)");
        if (!name.startsWith(".")) {
            assertThatThrownBy(() -> PeerRule.dnsSuffix(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "*", "*.", "*.*.example.org", "a*.example.org", "a.*.org", "**.example.org"})
    void aRuleThatIsNoWildcardForOneLabelIsAnError(String pattern) {
        assertThatThrownBy(() -> PeerRule.dnsWildcard(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("dnsWildcard: \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://td", "spiffe://td/", "td/x", "spiffe://TD/x", "https://td/x"})
    void aRuleThatIsNoIdOfAPeerIsAnError(String id) {
        assertThatThrownBy(() -> PeerRule.spiffeId(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TD", "td/x", "spiffe://td/x", "spiffe://", "td:80", "*.td"})
    void aRuleThatIsNoTrustDomainIsAnError(String name) {
        assertThatThrownBy(() -> PeerRule.spiffeTrustDomain(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("spiffeTrustDomain: \"");
    }

    @Test
    void rulesThatCompareAlikeAreEqual() {
        assertThat(PeerRule.dnsSuffix(".Example.org")).isEqualTo(PeerRule.dnsSuffix("example.org"));
        assertThat(PeerRule.dns("a.example.org")).isNotEqualTo(PeerRule.dnsWildcard("*.example.org"));
    }
}
