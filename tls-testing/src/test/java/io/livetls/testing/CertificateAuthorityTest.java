package io.livetls.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.Security;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateAuthorityTest {
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

    private final CertificateAuthority root = CertificateAuthority.create("Test root");

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void chainOfEveryAlgorithmPassesThePkixValidator(KeyAlgorithm algorithm) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("Test root", ca -> ca.key(algorithm));
        IssuedCertificate issued = authority
                .intermediate("Test intermediate", ca -> ca.key(algorithm))
                .issue(leaf -> leaf.key(algorithm));

        PathValidation.validate(issued, authority);

        assertThat(issued.chain()).hasSize(2);
    }

    @Test
    void chainHasTheLeafFirstAndNeverTheRoot() {
        CertificateAuthority middle = root.intermediate("Middle");
        CertificateAuthority low = middle.intermediate("Low");

        IssuedCertificate issued = low.issue();

        assertThat(issued.chain())
                .containsExactly(issued.certificate(), low.certificate(), middle.certificate())
                .doesNotContain(root.certificate());
        assertThat(issued.intermediates()).containsExactly(low.certificate(), middle.certificate());
    }

    @Test
    void leafIsForLocalhostServersAndClientsByDefault() throws Exception {
        X509Certificate certificate = root.issue().certificate();

        assertThat(names(certificate)).containsExactly("2=localhost", "7=127.0.0.1", "7=0:0:0:0:0:0:0:1");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).as("not a CA").isEqualTo(-1);
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactlyInAnyOrder(BASIC_CONSTRAINTS, KEY_USAGE);
        assertThat(Duration.between(certificate.getNotBefore().toInstant(), Instant.now()))
                .isBetween(Duration.ofHours(24), Duration.ofHours(25));
        assertThat(Duration.between(Instant.now(), certificate.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(29), Duration.ofDays(30));
    }

    @Test
    void givenNamesAndPurposesReplaceTheDefaultOnes() throws Exception {
        X509Certificate certificate = root.issue(leaf -> leaf.commonName("api, the \"best\"")
                        .dns("api.example.org", "*.example.org")
                        .ip("10.0.0.1")
                        .uri("spiffe://example.org/api")
                        .email("ops@example.org")
                        .clientAuth())
                .certificate();

        assertThat(certificate.getSubjectX500Principal().getName("RFC2253")).isEqualTo("CN=api\\, the \\\"best\\\"");
        assertThat(names(certificate))
                .containsExactly(
                        "2=api.example.org",
                        "2=*.example.org",
                        "7=10.0.0.1",
                        "6=spiffe://example.org/api",
                        "1=ops@example.org");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void leafCanDoWithoutNamesAndPurposes() throws Exception {
        X509Certificate certificate =
                root.issue(leaf -> leaf.noNames().noPurposes()).certificate();

        assertThat(certificate.getSubjectAlternativeNames()).isNull();
        assertThat(certificate.getExtendedKeyUsage()).isNull();
    }

    @Test
    void namesAreCriticalWhereTheSubjectIsEmpty() {
        X509Certificate certificate =
                root.issue(leaf -> leaf.subject("").dns("api.example.org")).certificate();

        assertThat(certificate.getCriticalExtensionOIDs()).contains(SUBJECT_ALTERNATIVE_NAME);
    }

    @Test
    void serialNumbersAreRandomUnlessGiven() {
        Set<BigInteger> serials = IntStream.range(0, 50)
                .mapToObj(i -> root.issue().certificate().getSerialNumber())
                .collect(Collectors.toSet());

        assertThat(serials).hasSize(50).allMatch(serial -> serial.signum() > 0 && serial.bitLength() <= 128);
        assertThat(root.issue(leaf -> leaf.serialNumber(BigInteger.TEN))
                        .certificate()
                        .getSerialNumber())
                .isEqualTo(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.issue(leaf -> leaf.serialNumber(BigInteger.ZERO)))
                .withMessage("serialNumber: 0 (expected: more than 0)");
    }

    @Test
    void expiredCertificateFails() {
        assertReason(root.issue(LeafOptions::expired), root, BasicReason.EXPIRED);
    }

    @Test
    void certificateOfTomorrowFails() {
        assertReason(root.issue(LeafOptions::notYetValid), root, BasicReason.NOT_YET_VALID);
    }

    @Test
    void validityIsWhatTheTestSays() {
        Instant from = Instant.parse("2031-01-01T00:00:00Z");
        X509Certificate certificate = root.issue(leaf -> leaf.notBefore(from).notAfter(from.plusSeconds(1)))
                .certificate();

        assertThat(certificate.getNotBefore()).isEqualTo(from);
        assertThat(certificate.getNotAfter()).isEqualTo(from.plusSeconds(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.issue(leaf -> leaf.notBefore(from).notAfter(from)))
                .withMessage("notAfter: 2031-01-01T00:00:00Z (expected: later than notBefore, 2031-01-01T00:00:00Z)");
    }

    @Test
    void pathLengthIsKept() {
        CertificateAuthority last = root.intermediate("Last", ca -> ca.pathLength(0));

        assertThatCode(() -> PathValidation.validate(last.issue(), root)).doesNotThrowAnyException();
        assertReason(last.intermediate("One too many").issue(), root, PKIXReason.PATH_TOO_LONG);
    }

    @Test
    void impostorHasTheNameButItsCertificatesFail() {
        CertificateAuthority impostor = root.impostor();

        assertThat(impostor.certificate().getSubjectX500Principal())
                .isEqualTo(root.certificate().getSubjectX500Principal());
        assertReason(impostor.issue(), root, BasicReason.INVALID_SIGNATURE);
    }

    @Test
    void renewalKeepsKeyAndNamesWhileRekeyKeepsNamesOnly() throws Exception {
        IssuedCertificate old = root.issue(leaf ->
                leaf.subject("CN=api,O=Example").dns("api").ip("10.0.0.1").clientAuth());

        IssuedCertificate renewed = root.renew(old);
        IssuedCertificate rekeyed = root.rekey(old);

        for (IssuedCertificate next : List.of(renewed, rekeyed)) {
            assertThat(next.certificate()).isNotEqualTo(old.certificate());
            assertThat(next.certificate().getSubjectX500Principal())
                    .isEqualTo(old.certificate().getSubjectX500Principal());
            assertThat(names(next.certificate())).isEqualTo(names(old.certificate()));
            assertThat(next.certificate().getExtendedKeyUsage())
                    .isEqualTo(old.certificate().getExtendedKeyUsage());
            PathValidation.validate(next, root);
        }
        assertThat(renewed.certificate().getPublicKey())
                .isEqualTo(old.certificate().getPublicKey());
        assertThat(rekeyed.certificate().getPublicKey())
                .isNotEqualTo(old.certificate().getPublicKey());
    }

    @Test
    void crossSignedCaIsTrustedByThoseWhoKnowTheOldRootAndByThoseWhoKnowTheNew() throws Exception {
        CertificateAuthority newRoot = CertificateAuthority.create("New root");

        IssuedCertificate issued = root.crossSign(newRoot).issue();

        PathValidation.validate(issued, root);
        issued.certificate().verify(newRoot.certificate().getPublicKey());
        assertThat(issued.certificate().getIssuerX500Principal())
                .isEqualTo(newRoot.certificate().getSubjectX500Principal());
    }

    @Test
    void selfSignedLeafIsNoCa() throws Exception {
        X509Certificate certificate =
                IssuedCertificate.selfSigned(leaf -> leaf.commonName("api")).certificate();

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
    }

    @Test
    void issuerSignsWithTheAlgorithmThatTheTestNames() {
        CertificateAuthority rsa = CertificateAuthority.create("RSA root", ca -> ca.key(KeyAlgorithm.RSA_2048));

        assertThat(rsa.issue(leaf -> leaf.signatureAlgorithm("SHA1withRSA"))
                        .certificate()
                        .getSigAlgName())
                .isEqualTo("SHA1withRSA");
    }

    @Test
    void noProviderIsRegistered() {
        root.issue().encryptedPrivateKeyPem("changeit".toCharArray());

        assertThat(Security.getProvider("BC")).isNull();
    }

    @Test
    void authorityIsPrintedByName() {
        assertThat(root).hasToString("CertificateAuthority[CN=Test root]");
    }

    private static void assertReason(
            IssuedCertificate issued, CertificateAuthority root, CertPathValidatorException.Reason reason) {
        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> PathValidation.validate(issued, root))
                .satisfies(e -> assertThat(e.getReason()).isEqualTo(reason));
    }

    private static List<String> names(X509Certificate certificate) throws Exception {
        Collection<List<?>> names = requireNonNull(certificate.getSubjectAlternativeNames());
        return names.stream().map(name -> name.get(0) + "=" + name.get(1)).toList();
    }
}
