package io.livetls.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.LeafOptions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read from a certificate. */
class PeerIdentityTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Root");

    private static PeerIdentity peer(Consumer<LeafOptions> leaf) {
        return peer(ROOT.issue(leaf));
    }

    private static PeerIdentity peer(IssuedCertificate identity) {
        return PeerIdentity.ofChain(identity.chain().toArray(Certificate[]::new))
                .orElseThrow();
    }

    @Test
    void aPeerHasItsChainAndItsLeafsNames() {
        IssuedCertificate issued = ROOT.intermediate("Intermediate")
                .issue(leaf -> leaf.commonName("billing")
                        .dns("Billing.Example.ORG", "b.example.org")
                        .uri("spiffe://example.org/billing")
                        .email("ops@example.org"));
        PeerIdentity peer = peer(issued);

        assertThat(peer.chain()).isEqualTo(issued.chain()).hasSize(2);
        assertThat(peer.leaf()).isEqualTo(issued.certificate());
        assertThat(peer.subject()).isEqualTo(issued.certificate().getSubjectX500Principal());
        assertThat(peer.dnsNames()).containsExactly("billing.example.org", "b.example.org");
        assertThat(peer.uris()).containsExactly("spiffe://example.org/billing");
        assertThat(peer.spiffeId()).contains(SpiffeId.of("spiffe://example.org/billing"));
        assertThat(peer).hasToString("spiffe://example.org/billing");
    }

    @Test
    void aPeerWithoutNamesHasItsSubjectAlone() {
        PeerIdentity peer = peer(leaf -> leaf.commonName("old.example.org").noNames());

        assertThat(peer.dnsNames()).isEmpty();
        assertThat(peer.uris()).isEmpty();
        assertThat(peer.spiffeId()).isEmpty();
        assertThat(peer.toString()).startsWith("subject ").contains("CN=old.example.org");
    }

    @Test
    void whatCannotBeAHostNameIsNotAmongTheDnsNames() {
        PeerIdentity peer = peer(leaf -> leaf.dns(
                "good.example.org",
                "evil.example.org\u0000.attacker.net",
                "a..b",
                ".example.org",
                "example.org.",
                "a b.example.org",
                "*.wild.example.org",
                "a*.example.org",
                "*",
                "a/b.example.org",
                "x".repeat(64) + ".example.org",
                ""));

        assertThat(peer.dnsNames()).containsExactly("good.example.org", "*.wild.example.org");
    }

    /** X.509-SVID, 2: exactly one URI. */
    static Stream<Consumer<LeafOptions>> noSvids() {
        return Stream.of(
                leaf -> leaf.dns("localhost"),
                leaf -> leaf.uri("spiffe://example.org/billing", "spiffe://example.org/admin"),
                leaf -> leaf.uri("spiffe://example.org/billing", "https://example.org/"),
                leaf -> leaf.uri("https://example.org/"),
                leaf -> leaf.uri("spiffe://example.org"),
                leaf -> leaf.uri("spiffe://example.org/"),
                leaf -> leaf.uri("spiffe://EXAMPLE.org/billing"),
                leaf -> leaf.uri("spiffe://user@example.org/billing"),
                leaf -> leaf.uri("spiffe://example.org:443/billing"),
                leaf -> leaf.uri("spiffe://example.org/billing?admin"),
                leaf -> leaf.uri("spiffe://example.org/a%2Fb"),
                leaf -> leaf.uri("spiffe:///billing"),
                leaf -> leaf.uri("spiffe://example.org/billing\u0000/x"),
                leaf -> leaf.uri("spiffe://example.org/billing", "spiffe://\u0000"));
    }

    @ParameterizedTest
    @MethodSource("noSvids")
    void whatIsNoX509SvidHasNoSpiffeId(Consumer<LeafOptions> leaf) {
        assertThat(peer(leaf).spiffeId()).isEmpty();
    }

    /** X.509-SVID, 3.1, 4.1, 4.3 and 5.2. */
    @Test
    void aCertificateThatMaySignOthersHasNoSpiffeId() {
        String id = "spiffe://example.org/billing";
        int signing = KeyUsage.digitalSignature;

        assertThat(spiffeId(OddCertificate.of(id, false, signing))).contains(SpiffeId.of(id));
        assertThat(spiffeId(OddCertificate.of(id, true, signing))).isEmpty();
        assertThat(spiffeId(OddCertificate.of(id, false, signing | KeyUsage.keyCertSign)))
                .isEmpty();
        assertThat(spiffeId(OddCertificate.of(id, false, signing | KeyUsage.cRLSign)))
                .isEmpty();
    }

    private static Optional<SpiffeId> spiffeId(X509Certificate certificate) {
        return PeerIdentity.ofChain(certificate).orElseThrow().spiffeId();
    }

    @Test
    void nothingIsSaidAboutAnEmptyChain() {
        assertThat(PeerIdentity.ofChain()).isEmpty();
    }

    @Test
    void outsideOfACallThereIsNobody() {
        assertThat(PeerIdentity.current()).isEmpty();
    }
}
