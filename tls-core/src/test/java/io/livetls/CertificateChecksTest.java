package io.livetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.livetls.check.Check;
import io.livetls.check.Checks;
import io.livetls.check.Finding;
import io.livetls.check.Finding.Kind;
import io.livetls.check.Role;
import io.livetls.check.Severity;
import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks of a handle: when it is built, and when its files change. */
class CertificateChecksTest {
    private static final CertificateAuthority CA = CertificateAuthority.create("CA");
    private static final CertificateAuthority OTHER = CertificateAuthority.create("Other");

    @TempDir
    Path directory;

    /** A certificate that one check finds fault with, and nothing else. */
    private record Unfit(Check check, Kind kind, IssuedCertificate certificate) {}

    static Stream<Unfit> unfit() {
        return Stream.of(
                new Unfit(Check.HOSTS, Kind.HOST_NOT_COVERED, CA.issue(leaf -> leaf.dns("other.example"))),
                new Unfit(Check.ISSUER, Kind.NOT_ISSUED, OTHER.issue(leaf -> leaf.dns("api.example"))),
                new Unfit(
                        Check.USAGE,
                        Kind.ROLE_NOT_ALLOWED,
                        CA.issue(leaf -> leaf.dns("api.example").clientAuth())),
                new Unfit(
                        Check.VALIDITY,
                        Kind.EXPIRED,
                        CA.issue(leaf -> leaf.dns("api.example").expired())),
                new Unfit(
                        Check.VALIDITY,
                        Kind.NOT_YET_VALID,
                        CA.issue(leaf -> leaf.dns("api.example").notYetValid())));
    }

    private LiveTls.Builder builder(Checks checks) {
        return LiveTls.builder()
                .identity(directory.resolve("tls.crt"), directory.resolve("tls.key"))
                .trust(write("ca.crt", CA.certificatePem()).toString())
                .reloadInterval(Duration.ofHours(1))
                .checks(checks.expectHosts("api.example")
                        .expectRoles(Role.SERVER)
                        .expectIssuer(directory.resolve("ca.crt").toString()));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatIsNotRequiredIsTakenAndTold(Unfit unfit) {
        pair(unfit.certificate());
        try (RecordedLog log = new RecordedLog();
                LiveTls tls = builder(Checks.standard()).build()) {
            assertThat(tls.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.check()).isEqualTo(unfit.check());
                assertThat(finding.kind()).isEqualTo(unfit.kind());
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.location()).isEqualTo(chainLocation());
                assertThat(log.messages()).containsOnlyOnce("WARNING livetls: " + finding);
            });
            tls.reload();
            assertThat(log.messages().stream().filter(message -> message.startsWith("WARNING")))
                    .as("once per generation")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatIsRequiredIsAnErrorAtTheStart(Unfit unfit) {
        pair(unfit.certificate());
        assertThatThrownBy(
                        () -> builder(Checks.standard().require(unfit.check())).build())
                .isInstanceOfSatisfying(MaterialException.class, e -> {
                    assertThat(e.problem()).isEqualTo(Problem.UNFIT);
                    assertThat(e.location()).contains(chainLocation());
                });
        for (Check other : Check.values()) {
            if (other != unfit.check()) {
                builder(Checks.standard().require(other)).build().close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatIsRequiredFailsAReloadAndTheLastGoodStays(Unfit unfit) {
        IssuedCertificate good = CA.issue(leaf -> leaf.dns("api.example"));
        pair(good);
        try (RecordedLog log = new RecordedLog();
                LiveTls tls = builder(Checks.standard().require(Check.values())).build()) {
            assertThat(tls.findings()).isEmpty();
            pair(unfit.certificate());
            assertThat(tls.reload()).isInstanceOfSatisfying(ReloadResult.Failed.class, failed -> {
                assertThat(failed.cause().problem()).isEqualTo(Problem.UNFIT);
                assertThat(failed.cause().location()).contains(chainLocation());
                assertThat(log.messages())
                        .anySatisfy(message -> assertThat(message)
                                .startsWith("WARNING livetls: not reloaded")
                                .endsWith(failed.cause().getMessage()));
            });
            assertThat(Following.leaf(tls)).isEqualTo(good.certificate());
            assertThat(tls.findings()).as("of what is current").isEmpty();
            IssuedCertificate better = CA.rekey(good);
            pair(better);
            assertThat(tls.reload()).isInstanceOf(ReloadResult.Updated.class);
            assertThat(Following.leaf(tls)).isEqualTo(better.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource(ClientAuth.class)
    void whatIsUsualIsLoadedWithoutNoise(ClientAuth clientAuth) {
        IssuedCertificate selfSigned =
                IssuedCertificate.selfSigned(leaf -> leaf.noPurposes().noNames());
        pair(selfSigned);
        try (RecordedLog log = new RecordedLog();
                LiveTls tls = LiveTls.builder()
                        .identity(directory.resolve("tls.crt"), directory.resolve("tls.key"))
                        .trustOwnCertificate()
                        .trustSystem()
                        .clientAuth(clientAuth)
                        .build()) {
            pair(CA.issue());
            tls.reload();
            assertThat(tls.findings()).isEmpty();
            assertThat(log.messages()).noneMatch(message -> message.startsWith("WARNING"));
        }
    }

    @Test
    void clientAuthMakesAServerOfAHandle() {
        pair(CA.issue(leaf -> leaf.clientAuth()));
        Path ca = write("ca.crt", CA.certificatePem());
        Supplier<LiveTls.Builder> handle = () -> LiveTls.builder()
                .identity(directory.resolve("tls.crt"), directory.resolve("tls.key"))
                .trust(ca.toString());
        try (LiveTls tls = handle.get().build()) {
            assertThat(tls.findings()).isEmpty();
        }
        try (LiveTls tls = handle.get().clientAuth(ClientAuth.REQUIRE).build()) {
            assertThat(tls.findings()).extracting(Finding::kind).containsExactly(Kind.ROLE_NOT_ALLOWED);
        }
    }

    @Test
    void aCertificateThatExpiresWhileItIsInUseIsFoundWithoutAReload() {
        pair(CA.issue(leaf -> leaf.dns("api.example")));
        SettableClock clock = new SettableClock();
        try (LiveTls tls =
                builder(Checks.standard().require(Check.VALIDITY)).clock(clock).build()) {
            assertThat(tls.findings()).isEmpty();
            Instant end = Following.leaf(tls).getNotAfter().toInstant();
            clock.now = end.minusSeconds(60);
            assertThat(tls.findings())
                    .extracting(Finding::kind, Finding::severity)
                    .containsExactly(tuple(Kind.EXPIRES_SOON, Severity.WARNING));
            clock.now = end.plusSeconds(1);
            assertThat(tls.findings())
                    .extracting(Finding::kind, Finding::severity)
                    .containsExactly(tuple(Kind.EXPIRED, Severity.ERROR));
            assertThat(tls.reload()).isInstanceOf(ReloadResult.Unchanged.class);
        }
    }

    @Test
    void expectedIssuersAreFollowedAndTrustNobody() {
        pair(CA.issue(leaf -> leaf.dns("api.example")));
        Path issuers = write("issuers.pem", CA.certificatePem());
        try (LiveTls tls = LiveTls.builder()
                .identity(directory.resolve("tls.crt"), directory.resolve("tls.key"))
                .reloadInterval(Duration.ofHours(1))
                .checks(Checks.standard().expectIssuer(issuers.toString()).require(Check.ISSUER))
                .build()) {
            assertThat(tls.current().trustAnchors()).isNull();
            write("issuers.pem", OTHER.certificatePem());
            IssuedCertificate moved = OTHER.issue(leaf -> leaf.dns("api.example"));
            pair(moved);
            assertThat(tls.reload()).isInstanceOf(ReloadResult.Updated.class);
            assertThat(Following.leaf(tls)).isEqualTo(moved.certificate());
            assertThat(tls.findings()).isEmpty();
            write("issuers.pem", "");
            pair(OTHER.rekey(moved));
            assertThat(tls.reload())
                    .isInstanceOfSatisfying(
                            ReloadResult.Failed.class,
                            failed -> assertThat(failed.cause().location())
                                    .map(Location::source)
                                    .contains(issuers.toString()));
        }
        assertThatThrownBy(() -> LiveTls.builder().checks(Checks.standard().expectIssuer("/a,,/b")))
                .isInstanceOf(MaterialException.class);
    }

    @Test
    void manyFindingsDoNotFillTheLog() {
        StringBuilder old = new StringBuilder(CA.certificatePem());
        for (int i = 0; i < 12; i++) {
            old.append(
                    CertificateAuthority.create("Old " + i, ca -> ca.expired()).certificatePem());
        }
        Path file = write("many.pem", old.toString());
        try (RecordedLog log = new RecordedLog();
                LiveTls tls = LiveTls.builder().trust(file.toString()).build()) {
            assertThat(tls.findings())
                    .hasSize(12)
                    .extracting(Finding::location)
                    .containsOnly(Location.of(file.toString()));
            assertThat(log.messages().stream().filter(message -> message.contains("has expired on")))
                    .hasSize(10);
            assertThat(log.messages()).contains("INFO livetls: 2 more were found, see findings()");
        }
    }

    @Test
    void whatCannotBeCheckedIsAnErrorThatNamesTheSetting() {
        pair(CA.issue());
        Path chain = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        assertThatThrownBy(() -> LiveTls.builder()
                        .identity(chain, key)
                        .checks(Checks.standard().require(Check.HOSTS))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expectHosts(...)");
        assertThatThrownBy(() -> LiveTls.builder()
                        .identity(chain, key)
                        .checks(Checks.standard().require(Check.ISSUER))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expectIssuer(...)")
                .hasMessageContaining("trust(");
        assertThatThrownBy(() -> LiveTls.builder()
                        .trustSystem()
                        .checks(Checks.standard().expectHosts("a.example"))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("identity(...)");
        assertThatThrownBy(() -> LiveTls.builder().checks(Checks.standard()).checks(Checks.standard()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checks was set twice");
        assertThatThrownBy(() -> Checks.standard().expiresSoon(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A clock that stands until it is set. */
    private static final class SettableClock extends Clock {
        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Location chainLocation() {
        return Location.of(directory.resolve("tls.crt").toString());
    }

    private void pair(IssuedCertificate issued) {
        write("tls.crt", issued.certificatePem());
        write("tls.key", issued.privateKeyPem());
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
