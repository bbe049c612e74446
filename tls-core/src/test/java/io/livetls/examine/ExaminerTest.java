package io.livetls.examine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.livetls.check.Check;
import io.livetls.check.Checks;
import io.livetls.check.Finding;
import io.livetls.check.Finding.Kind;
import io.livetls.check.Role;
import io.livetls.check.Severity;
import io.livetls.material.Identity;
import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExaminerTest {
    private static final Location CHAIN = Location.of("/etc/tls/tls.crt");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final CertificateAuthority root = CertificateAuthority.create("Root");
    private final CertificateAuthority intermediate = root.intermediate("Intermediate");

    private List<Finding> find(Checks checks, IssuedCertificate issued) {
        return find(checks, issued, root.certificate(), null);
    }

    private List<Finding> find(
            Checks checks, IssuedCertificate issued, X509Certificate trusted, @Nullable X509Certificate issuer) {
        return find(checks, Set.of(), issued.chain(), issued, trusted, issuer);
    }

    private List<Finding> find(
            Checks checks,
            Set<Role> assumed,
            List<X509Certificate> chain,
            IssuedCertificate issued,
            X509Certificate trusted,
            @Nullable X509Certificate issuer) {
        return new Examiner(checks, assumed, CHAIN)
                .examine(
                        Identity.of(issued.privateKey(), chain),
                        TrustAnchors.of(List.of(trusted), "/etc/tls/ca.crt"),
                        issuer == null ? null : TrustAnchors.of(List.of(issuer), "issuer"),
                        now);
    }

    @Test
    void whatIsUsualIsFoundNothingOf() {
        assertThat(find(Checks.standard(), intermediate.issue())).isEmpty();
        IssuedCertificate selfSigned =
                IssuedCertificate.selfSigned(leaf -> leaf.noPurposes().noNames());
        assertThat(find(Checks.standard(), selfSigned, selfSigned.certificate(), null))
                .isEmpty();
    }

    @Test
    void eachHostThatIsNotCoveredIsAFinding() {
        IssuedCertificate issued = root.issue(leaf -> leaf.commonName("service").dns("a.example", "*.b.example"));
        Checks checks = Checks.standard().expectHosts("a.example", "x.b.example", "c.example", "10.0.0.1");
        List<Finding> found = find(checks, issued);
        assertThat(found)
                .extracting(Finding::kind, Finding::severity, Finding::location, Finding::certificate)
                .containsOnly(tuple(Kind.HOST_NOT_COVERED, Severity.WARNING, CHAIN, issued.certificate()));
        assertThat(found)
                .extracting(Finding::toString)
                .containsExactly(
                        "/etc/tls/tls.crt: the certificate of CN=service doesn't cover c.example. Have it issued with the"
                                + " subject alternative name DNS:c.example.",
                        "/etc/tls/tls.crt: the certificate of CN=service doesn't cover 10.0.0.1. Have it issued with the"
                                + " subject alternative name IP:10.0.0.1.");
    }

    @Test
    void anIssuerIsLookedForOnlyWhereItIsAskedFor() {
        IssuedCertificate foreign = CertificateAuthority.create("Other").issue(leaf -> leaf.commonName("service"));
        assertThat(find(Checks.standard(), foreign)).isEmpty();
        assertThat(find(Checks.standard().require(Check.ISSUER), foreign))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.NOT_ISSUED);
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.what())
                            .isEqualTo("the certificate of CN=service wasn't issued by a trusted CA, its issuer is"
                                    + " CN=Other");
                });
        assertThat(find(Checks.standard(), foreign, root.certificate(), root.certificate()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
    }

    @Test
    void aPathLeadsThroughTheChainToTheCa() {
        Checks checks = Checks.standard().require(Check.ISSUER);
        IssuedCertificate issued = intermediate.intermediate("Lower").issue();
        assertThat(find(checks, issued)).isEmpty();
        assertThat(find(checks, issued, intermediate.certificate(), null)).isEmpty();
        assertThat(find(checks, issued, issued.certificate(), null)).isEmpty();
        assertThat(find(checks, Set.of(), List.of(issued.certificate()), issued, root.certificate(), null))
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_ISSUED);
        List<X509Certificate> withRoot = new ArrayList<>(issued.chain());
        withRoot.add(root.certificate());
        assertThat(find(checks, Set.of(), withRoot, issued, root.certificate(), null))
                .isEmpty();
        CertificateAuthority other = CertificateAuthority.create("Other");
        assertThat(find(checks, issued, root.certificate(), other.certificate()))
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_ISSUED);
        assertThat(find(checks, issued, other.certificate(), root.certificate()))
                .isEmpty();
    }

    @Test
    void aNameIsNotEnoughForAnIssuer() {
        assertThat(find(Checks.standard().require(Check.ISSUER), root.impostor().issue()))
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_ISSUED);
    }

    @Test
    void aCertificateThatMayNotIssueIsNoIssuer() {
        IssuedCertificate noCa = root.issue(leaf -> leaf.commonName("Between"));
        CertificateAuthority narrow = root.intermediate("Narrow", ca -> ca.pathLength(0));
        Checks checks = Checks.standard().require(Check.ISSUER);
        assertThat(find(checks, narrow.issue())).isEmpty();
        assertThat(find(checks, narrow.intermediate("Too deep").issue()))
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_ISSUED);
        IssuedCertificate forged = CertificateAuthority.create("Between", ca -> ca.key(noCa.keyPair()))
                .issue();
        assertThat(find(
                        checks,
                        Set.of(),
                        List.of(forged.certificate(), noCa.certificate()),
                        forged,
                        root.certificate(),
                        null))
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_ISSUED);
    }

    @Test
    void anAlternativeBesideThePathLeadsToAnotherCa() {
        CertificateAuthority other = CertificateAuthority.create("Other");
        IssuedCertificate issued = intermediate.issue();
        List<X509Certificate> both = new ArrayList<>(issued.chain());
        both.add(other.crossSign(intermediate).certificate());
        assertThat(find(Checks.standard().require(Check.ISSUER), Set.of(), both, issued, other.certificate(), null))
                .isEmpty();
    }

    @Test
    void whoIssuedItDoesNotDependOnTheTime() {
        Checks checks = Checks.standard().require(Check.ISSUER);
        assertThat(find(checks, intermediate.issue(leaf -> leaf.expired())))
                .extracting(Finding::kind)
                .containsExactly(Kind.EXPIRED);
        assertThat(find(checks, intermediate.issue(leaf -> leaf.notYetValid())))
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_YET_VALID);
        assertThat(find(checks, root.intermediate("Expired", ca -> ca.expired()).issue()))
                .extracting(Finding::kind)
                .containsExactly(Kind.EXPIRED);
        CertificateAuthority other = CertificateAuthority.create("Other");
        assertThat(find(checks, other.issue(leaf -> leaf.expired())))
                .extracting(Finding::kind)
                .containsExactly(Kind.NOT_ISSUED, Kind.EXPIRED);
    }

    @Test
    void usagesHaveToFitTheRolesThatAreKnown() {
        IssuedCertificate client = root.issue(leaf -> leaf.clientAuth());
        IssuedCertificate server = root.issue(leaf -> leaf.serverAuth());
        IssuedCertificate any = root.issue(leaf -> leaf.noPurposes());
        Checks standard = Checks.standard();
        assertThat(find(standard, client)).as("nobody said that it serves").isEmpty();
        assertThat(find(standard, Set.of(Role.SERVER), client.chain(), client, root.certificate(), null))
                .extracting(Finding::kind, Finding::what)
                .containsExactly(tuple(
                        Kind.ROLE_NOT_ALLOWED,
                        "the certificate of CN=localhost has extended key usages without serverAuth"));
        assertThat(find(standard, Set.of(Role.SERVER), server.chain(), server, root.certificate(), null))
                .isEmpty();
        assertThat(find(
                        standard.expectRoles(Role.CLIENT),
                        Set.of(Role.SERVER),
                        client.chain(),
                        client,
                        root.certificate(),
                        null))
                .as("what is said counts")
                .isEmpty();
        Checks both = standard.expectRoles(Role.SERVER, Role.CLIENT);
        assertThat(find(both, root.issue())).isEmpty();
        assertThat(find(both, any)).isEmpty();
        assertThat(find(both, server)).extracting(Finding::remedy).containsExactly("Have it issued with clientAuth");
    }

    @Test
    void usagesThatFitNoRoleAreFoundWhateverTheRole() {
        X509Certificate leaf = root.issue().certificate();
        X509Certificate signer = RawExtension.purpose(leaf, KeyPurposeId.id_kp_codeSigning);
        X509Certificate anything = RawExtension.purpose(leaf, KeyPurposeId.anyExtendedKeyUsage);
        assertThat(new Usages(signer).refused(Set.of())).containsExactlyInAnyOrder(Role.SERVER, Role.CLIENT);
        assertThat(new Usages(signer).letSign()).isTrue();
        assertThat(new Usages(anything).refused(Set.of(Role.SERVER, Role.CLIENT)))
                .isEmpty();
    }

    @Test
    void aKeyThatMayNotSignIsFound() {
        X509Certificate leaf = root.certificate();
        Identity identity = Identity.of(root.keyPair().getPrivate(), List.of(leaf));
        assertThat(new Examiner(Checks.standard(), Set.of(), CHAIN).examine(identity, null, null, now))
                .extracting(Finding::kind, Finding::certificate)
                .containsExactly(tuple(Kind.SIGNING_NOT_ALLOWED, leaf));
    }

    @Test
    void theEndIsFoundBeforeItComes() {
        IssuedCertificate month = root.issue(leaf -> leaf.notBefore(now.minus(Duration.ofDays(16)))
                .notAfter(now.plus(Duration.ofDays(14)).minusSeconds(1)));
        // A quarter of thirty days is less than fourteen.
        assertThat(find(Checks.standard(), month)).isEmpty();
        assertThat(find(Checks.standard().expiresSoon(Duration.ofDays(14)).require(Check.VALIDITY), month))
                .extracting(Finding::kind, Finding::severity)
                .containsExactly(tuple(Kind.EXPIRES_SOON, Severity.WARNING));
        IssuedCertificate year = root.issue(leaf -> leaf.notBefore(now.minus(Duration.ofDays(300)))
                .notAfter(now.plus(Duration.ofDays(14)).minusSeconds(1)));
        assertThat(find(Checks.standard(), year)).extracting(Finding::kind).containsExactly(Kind.EXPIRES_SOON);
        assertThat(find(Checks.standard().expiresSoon(Duration.ZERO), year)).isEmpty();
        IssuedCertificate hour =
                root.issue(leaf -> leaf.notBefore(now.minusSeconds(2701)).notAfter(now.plusSeconds(899)));
        assertThat(find(Checks.standard(), hour)).extracting(Finding::kind).containsExactly(Kind.EXPIRES_SOON);
    }

    @Test
    void rootsAndAlternativesThatHaveExpiredAreNotPeersBusiness() {
        CertificateAuthority old = CertificateAuthority.create("Old", ca -> ca.expired());
        IssuedCertificate issued = intermediate.issue();
        List<X509Certificate> chain = new ArrayList<>(issued.chain());
        chain.add(old.certificate());
        chain.add(old.crossSign(root).certificate());
        List<Finding> found =
                find(Checks.standard().require(Check.VALIDITY), Set.of(), chain, issued, root.certificate(), null);
        assertThat(found).extracting(Finding::severity).containsOnly(Severity.INFO);
        assertThat(found).extracting(Finding::certificate).containsExactly(old.certificate());
    }

    @Test
    void trustAnchorsThatHaveExpiredAreToldWithTheirFileAndThoseOfThePlatformAreNot() {
        CertificateAuthority old = CertificateAuthority.create(
                "Old", ca -> ca.notBefore(now.minusSeconds(20)).notAfter(now.minusSeconds(10)));
        assertThat(find(Checks.standard().require(Check.VALIDITY), root.issue(), old.certificate(), null))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.TRUST_ANCHOR_EXPIRED);
                    assertThat(finding.severity()).isEqualTo(Severity.INFO);
                    assertThat(finding.location()).isEqualTo(Location.of("/etc/tls/ca.crt"));
                    assertThat(finding.what())
                            .isEqualTo("the trust anchor CN=Old has expired on " + now.minusSeconds(10)
                                    + ", and is trusted all the same");
                });
        TrustAnchors platform = TrustAnchors.of(List.of(old.certificate()), TrustAnchors.SYSTEM);
        assertThat(new Examiner(Checks.standard(), Set.of(), CHAIN).examine(null, platform, null, now))
                .isEmpty();
    }

    @Test
    void onlyErrorsRefuseAndAllOfThemAreTold() {
        IssuedCertificate bad = root.issue(
                leaf -> leaf.commonName("service").dns("a.example").clientAuth().expired());
        Checks expected = Checks.standard().expectHosts("b.example").expectRoles(Role.SERVER);
        assertThatCode(() -> Examiner.refuse(find(expected, bad))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Examiner.refuse(find(expected.require(Check.HOSTS, Check.VALIDITY), bad)))
                .isInstanceOfSatisfying(MaterialException.class, e -> {
                    assertThat(e.problem()).isEqualTo(Problem.UNFIT);
                    assertThat(e.location()).contains(CHAIN);
                })
                .hasMessage(
                        "/etc/tls/tls.crt: the certificate of CN=service doesn't cover b.example; the certificate of"
                                + " CN=service has expired on "
                                + bad.certificate().getNotAfter().toInstant()
                                + ". Have it issued with the subject alternative name DNS:b.example. Renew it.");
    }
}
