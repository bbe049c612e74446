package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.math.BigInteger;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a certificate that isn't trusted. */
class RefusalTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");

    private CertificateException refusal(IssuedCertificate peer, X509Certificate... trusted) {
        try (LiveTls tls = LiveTls.builder().trustCertificates(List.of(trusted)).build()) {
            return catchThrowableOfType(
                    CertificateException.class,
                    () -> tls.trustManager()
                            .checkServerTrusted(peer.chain().toArray(X509Certificate[]::new), "ECDHE_ECDSA"));
        }
    }

    @Test
    void namesThePeerAndSaysThatItsIssuerIsUnknown() {
        IssuedCertificate peer = CertificateAuthority.create("Other CA")
                .issue(leaf -> leaf.commonName("api").serialNumber(BigInteger.TEN));
        CertificateException refusal = refusal(peer, ca.certificate());
        assertThat(refusal)
                .hasMessageStartingWith(
                        "the certificate of the peer (CN=api, serial a, issued by CN=Other CA) is refused: PKIX")
                .hasMessageEndingWith(
                        ". None of the 1 certificates that are trusted here is its issuer's. If this peer is"
                                + " meant to be trusted, trust the certificate of its CA, or if it is self-signed its own, before it"
                                + " is used");
        assertThat(refusal.getCause()).isInstanceOf(CertPathBuilderException.class);
    }

    @Test
    void tellsANewKeyOfAKnownNameFromAnUnknownName() {
        IssuedCertificate known = IssuedCertificate.selfSigned(leaf -> leaf.commonName("mesh"));
        IssuedCertificate peer = IssuedCertificate.selfSigned(leaf -> leaf.commonName("mesh"));
        assertThat(refusal(peer, known.certificate()))
                .hasMessageContaining("(CN=mesh, serial "
                        + peer.certificate().getSerialNumber().toString(16) + ", issued by itself)")
                .hasMessageContaining("Here a certificate of that name but with another key is trusted.");
    }

    @Test
    void doesNotBlameTrustForWhatHasExpired() {
        IssuedCertificate peer = ca.issue(leaf -> leaf.commonName("api").expired());
        CertificateException refusal = refusal(peer, ca.certificate());
        assertThat(refusal)
                .hasMessageStartingWith("the certificate of the peer (CN=api, ")
                .hasMessageNotContaining("trusted");
        // The alert certificate_expired is chosen by this.
        assertThat(refusal.getCause())
                .isInstanceOfSatisfying(
                        CertPathValidatorException.class,
                        cause -> assertThat(cause.getReason()).isEqualTo(BasicReason.EXPIRED));
    }

    @Test
    void thePeersNameWritesNoLinesOfItsOwnIntoALog() {
        IssuedCertificate peer = IssuedCertificate.selfSigned(leaf -> leaf.commonName("api\nWARNING forged"));
        assertThat(refusal(peer, ca.certificate()).getMessage())
                .contains("api?WARNING forged")
                .doesNotContain("\n");
    }

    @Test
    void aLongNameIsCutShort() {
        String name = "CN=api" + (",OU=" + "a".repeat(60)).repeat(50);
        IssuedCertificate peer = IssuedCertificate.selfSigned(leaf -> leaf.subject(name));
        assertThat(refusal(peer, ca.certificate()).getMessage())
                .contains("..., serial")
                .hasSizeLessThan(1_500);
    }
}
