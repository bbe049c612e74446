package io.livetls.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.live.Outcome.Failed;
import io.livetls.live.Outcome.Unchanged;
import io.livetls.live.Outcome.Updated;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.source.Passphrase;
import io.livetls.source.PemIdentity;
import io.livetls.source.PemTrust;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.PlainDirectory;
import io.livetls.watch.Reason;
import io.livetls.watch.WatchTiming;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every rule of reloading, with files on disk and a watcher that the test drives. */
class LiveMaterialTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final CertificateAuthority other = CertificateAuthority.create("Other CA");
    private final IssuedCertificate first = ca.issue();
    private final HandDriven watcher = new HandDriven();
    private final List<Outcome> told = new ArrayList<>();

    @TempDir
    Path temporary;

    private PlainDirectory files;
    private LiveMaterial live;

    @BeforeEach
    void load() {
        files = PlainDirectory.create(temporary.resolve("tls"));
        files.write(first, ca);
        live = new LiveMaterial(
                "test",
                List.of(
                        new PemIdentity(files.file("tls.crt"), files.file("tls.key"), new Passphrase(null)),
                        new PemTrust(List.of(files.file("ca.crt")))),
                WatchTiming.DEFAULT,
                watcher,
                CLOCK);
        live.onReload(told::add);
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void theFirstGenerationIsWhatIsOnDisk() {
        assertThat(live.current().number()).isEqualTo(1);
        assertThat(live.current().trustNumber()).isEqualTo(1);
        assertThat(live.current().loadedAt()).isEqualTo(CLOCK.instant());
        assertThat(leaf()).isEqualTo(first.certificate());
    }

    @Test
    void aSettledChangeIsTakenAtOnceAndTold() {
        IssuedCertificate second = ca.rekey(first);
        files.write(second, ca);
        watcher.look(Reason.SETTLED);
        assertThat(leaf()).isEqualTo(second.certificate());
        assertThat(told).singleElement().isInstanceOfSatisfying(Updated.class, updated -> {
            assertThat(updated.previous().number()).isEqualTo(1);
            assertThat(updated.current().number()).isEqualTo(2);
            assertThat(updated.current().trustNumber()).as("trust is the same").isEqualTo(1);
        });
    }

    @Test
    void aChangeThatOnlyAPollSawIsTakenWhenItIsTheSameAfterTheQuietPeriod() {
        IssuedCertificate second = ca.rekey(first);
        files.write(second, ca);
        watcher.look(Reason.POLL);
        assertThat(live.current().number()).isEqualTo(1);
        assertThat(watcher.asked()).containsExactly(Duration.ofMillis(200));
        watcher.look(Reason.RETRY);
        assertThat(leaf()).isEqualTo(second.certificate());
    }

    @Test
    void aPollThatSeesNothingNewAsksForNothing() {
        watcher.look(Reason.POLL);
        assertThat(watcher.asked()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aCertificateRenewedWithTheSameKeyFileIsNoticed() {
        IssuedCertificate renewed = ca.renew(first);
        files.write("tls.crt", renewed.certificatePem());
        watcher.look(Reason.SETTLED);
        assertThat(leaf()).isEqualTo(renewed.certificate());
    }

    @Test
    void aMismatchedPairIsRefusedAndTheLastGoodStays() {
        files.write("tls.key", ca.rekey(first).privateKeyPem());
        watcher.look(Reason.SETTLED);
        assertThat(leaf()).isEqualTo(first.certificate());
        Failed failed = onlyFailure();
        assertThat(failed.cause().problem()).isEqualTo(Problem.MISMATCH);
        assertThat(failed.cause())
                .hasMessageContaining(files.file("tls.key").toString())
                .hasMessageContaining(files.file("tls.crt").toString());
    }

    @Test
    void aFailureIsToldOnceRetriedWithBackOffAndItsEndIsTold() {
        files.truncate("tls.key");
        watcher.look(Reason.SETTLED);
        List<Duration> delays = new ArrayList<>(watcher.asked());
        for (int look = 0; look < 8; look++) {
            watcher.look(Reason.RETRY);
            delays.addAll(watcher.asked());
        }
        assertThat(told).hasSize(1);
        assertThat(delays)
                .startsWith(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800))
                .isSorted()
                .endsWith(Duration.ofSeconds(10), Duration.ofSeconds(10));

        files.write(first, ca);
        watcher.look(Reason.RETRY);
        assertThat(told).hasSize(2).last().isInstanceOf(Unchanged.class);
        assertThat(live.current().number()).isEqualTo(1);
    }

    @Test
    void anEmptiedTrustFileDoesNotReplaceGoodRootsWithNone() {
        files.write("ca.crt", "");
        watcher.look(Reason.SETTLED);
        assertThat(onlyFailure().cause().problem()).isEqualTo(Problem.MISSING);
        assertThat(live.current().trust()).isNotNull();
        assertThat(live.current().trust().certificates()).containsExactly(ca.certificate());
    }

    @Test
    void aChangeToBAndBackToAIsFollowedBothWays() {
        IssuedCertificate second = ca.rekey(first);
        files.write(second, ca);
        watcher.look(Reason.SETTLED);
        files.write(first, ca);
        watcher.look(Reason.SETTLED);
        assertThat(leaf()).isEqualTo(first.certificate());
        assertThat(live.current().number()).isEqualTo(3);
    }

    @Test
    void aChangeBackToABeforeThePollWasConfirmedChangesNothing() {
        files.write(ca.rekey(first), ca);
        watcher.look(Reason.POLL);
        files.write(first, ca);
        watcher.look(Reason.RETRY);
        assertThat(live.current().number()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void textAroundTheSameCertificateIsNoNewGeneration() {
        files.write("ca.crt", "# the same CA\n" + ca.certificatePem());
        watcher.look(Reason.SETTLED);
        assertThat(live.current().number()).isEqualTo(1);
        assertThat(told).isEmpty();
        watcher.look(Reason.POLL);
        assertThat(watcher.asked()).as("the new bytes are known").isEmpty();
    }

    @Test
    void sameSizeAndSameTimeIsStillAChange() {
        IssuedCertificate second = ca.rekey(first);
        files.write("tls.crt", PlainDirectory.padded(first.certificatePem(), 4000));
        files.write("tls.key", PlainDirectory.padded(first.privateKeyPem(), 1000));
        watcher.look(Reason.SETTLED);
        files.writeUnnoticed("tls.crt", second.certificatePem());
        files.writeUnnoticed("tls.key", second.privateKeyPem());
        watcher.look(Reason.POLL);
        watcher.look(Reason.RETRY);
        assertThat(leaf()).isEqualTo(second.certificate());
    }

    @Test
    void identityAndTrustOfOneChangeTakeEffectTogetherOrNotAtAll() {
        IssuedCertificate second = other.issue();
        files.write("tls.crt", second.certificatePem());
        files.write("tls.key", second.privateKeyPem());
        files.write("ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        watcher.look(Reason.SETTLED);
        assertThat(leaf()).isEqualTo(first.certificate());
        files.write("ca.crt", other.certificatePem());
        watcher.look(Reason.SETTLED);
        assertThat(leaf()).isEqualTo(second.certificate());
        assertThat(live.current().trustNumber()).isEqualTo(2);
    }

    @Test
    void reloadIsSynchronousAndNeverThrows() {
        assertThat(live.reload()).isInstanceOf(Unchanged.class);
        files.write(ca.rekey(first), ca);
        assertThat(live.reload()).isInstanceOf(Updated.class);
        files.remove("tls.crt");
        assertThat(live.reload())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().problem()).isEqualTo(Problem.NOT_FOUND));
        live.close();
        assertThat(live.reload()).isInstanceOf(Failed.class);
    }

    @Test
    void aListenerThatThrowsStopsNobody() {
        live.onReload(outcome -> {
            throw new IllegalStateException("a listener's own fault");
        });
        List<Outcome> later = new ArrayList<>();
        Runnable remove = live.onReload(later::add);
        files.write(ca.rekey(first), ca);
        watcher.look(Reason.SETTLED);
        assertThat(later).hasSize(1);
        remove.run();
        files.write(ca.rekey(first), ca);
        watcher.look(Reason.SETTLED);
        assertThat(later).hasSize(1);
        assertThat(told).hasSize(2);
    }

    @Test
    void aDerivationThatRefusesKeepsTheOldGenerationEverywhere() {
        List<String> retired = new ArrayList<>();
        Derivation<String> steady = derivation(retired, false);
        Derivation<String> picky = derivation(retired, true);
        live.derive(steady);
        live.derive(picky);
        files.write(ca.rekey(first), ca);
        watcher.look(Reason.SETTLED);
        assertThat(onlyFailure().cause().problem()).isEqualTo(Problem.REFUSED);
        assertThat(live.current().number()).isEqualTo(1);
        assertThat(live.current().value(steady)).isEqualTo("value of 1");
        assertThat(retired).as("what was made for nothing").containsExactly("value of 2");
        live.release(picky);
        watcher.look(Reason.RETRY);
        assertThat(live.current().value(steady)).isEqualTo("value of 2");
        assertThat(retired).containsExactly("value of 2", "value of 1", "value of 1");
        live.close();
        assertThatThrownBy(() -> live.current().value(steady))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aFailedStartLeavesNothingBehind() {
        HandDriven another = new HandDriven();
        assertThatThrownBy(() -> new LiveMaterial(
                        "test",
                        List.of(new PemTrust(List.of(temporary.resolve("nowhere")))),
                        WatchTiming.DEFAULT,
                        another,
                        CLOCK))
                .isInstanceOfSatisfying(
                        MaterialException.class,
                        failure -> assertThat(failure.problem()).isEqualTo(Problem.NOT_FOUND));
        assertThat(another.isClosed()).isTrue();
    }

    private Derivation<String> derivation(List<String> retired, boolean refusesTheSecond) {
        return new Derivation<>() {
            @Override
            public String derive(Generation next, @Nullable String previous) {
                if (refusesTheSecond && next.number() > 1) {
                    throw new IllegalArgumentException("no engine for this key");
                }
                return "value of " + next.number();
            }

            @Override
            public void retire(String value) {
                retired.add(value);
            }
        };
    }

    private Failed onlyFailure() {
        assertThat(told).singleElement().isInstanceOf(Failed.class);
        return (Failed) told.get(0);
    }

    private @Nullable X509Certificate leaf() {
        return live.current().identity() == null
                ? null
                : live.current().identity().leaf();
    }
}
