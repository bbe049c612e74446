package io.livetls.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.live.Outcome.Failed;
import io.livetls.live.Outcome.Updated;
import io.livetls.source.PemTrust;
import io.livetls.testing.CertificateAuthority;
import io.livetls.watch.Reason;
import io.livetls.watch.WatchTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After events that told of everything, only what they named is read; and what they didn't tell is never lost. */
class TouchedFilesTest {
    private final CertificateAuthority a = CertificateAuthority.create("A");
    private final CertificateAuthority b = CertificateAuthority.create("B");
    private final CertificateAuthority c = CertificateAuthority.create("C");
    private final CertificateAuthority d = CertificateAuthority.create("D");
    private final HandDriven watcher = new HandDriven();
    private final List<Outcome> told = new ArrayList<>();

    @TempDir
    Path temporary;

    private Path trust;
    private LiveMaterial live;

    @BeforeEach
    void load() throws IOException {
        trust = Files.createDirectory(temporary.resolve("trust")).toRealPath();
        write("a.pem", a);
        write("b.pem", b);
        live = new LiveMaterial(
                "test", List.of(new PemTrust(List.of(trust))), WatchTiming.DEFAULT, watcher, Clock.systemUTC());
        live.onReload(told::add);
    }

    @AfterEach
    void close() {
        live.close();
    }

    private Path write(String name, CertificateAuthority ca) throws IOException {
        return Files.writeString(trust.resolve(name), ca.certificatePem());
    }

    private Set<X509Certificate> trusted() {
        return Objects.requireNonNull(live.current().trust()).certificates();
    }

    @Test
    void aFileThatWasAddedChangedOrRemovedIsTaken() throws Exception {
        watcher.lookAt(write("c.pem", c));
        assertThat(trusted()).containsExactly(a.certificate(), b.certificate(), c.certificate());

        watcher.lookAt(write("a.pem", d));
        assertThat(trusted()).containsExactly(d.certificate(), b.certificate(), c.certificate());

        Files.delete(trust.resolve("b.pem"));
        watcher.lookAt(trust.resolve("b.pem"));
        assertThat(trusted()).containsExactly(d.certificate(), c.certificate());
        assertThat(told).hasSize(3).allMatch(Updated.class::isInstance);
    }

    @Test
    void filesThatWereNotNamedAreNotReadAgain() throws Exception {
        write("b.pem", d);
        watcher.lookAt(write("c.pem", c));

        assertThat(trusted()).containsExactly(a.certificate(), b.certificate(), c.certificate());
    }

    @Test
    void aWriteThroughAnotherHardLinkIsFoundByTheNextPoll() throws Exception {
        Path outside = Files.createLink(temporary.resolve("outside"), trust.resolve("b.pem"));
        Files.writeString(outside, d.certificatePem());
        watcher.lookAt(write("c.pem", c));
        assertThat(trusted()).doesNotContain(d.certificate());

        watcher.look(Reason.POLL);
        watcher.look(Reason.RETRY);
        assertThat(trusted()).containsExactly(a.certificate(), d.certificate(), c.certificate());
    }

    @Test
    void aReloadThatTheProgramAsksForReadsEverything() throws Exception {
        watcher.lookAt(write("c.pem", c));
        write("b.pem", d);

        assertThat(live.reload()).isInstanceOf(Updated.class);
        assertThat(trusted()).containsExactly(a.certificate(), d.certificate(), c.certificate());
    }

    @Test
    void whatALookAfterAnOverflowFindsIsKeptForTheNextOne() throws Exception {
        write("b.pem", d);
        watcher.look(Reason.SETTLED);
        assertThat(trusted()).containsExactly(a.certificate(), d.certificate());

        watcher.lookAt(write("c.pem", c));
        assertThat(trusted()).containsExactly(a.certificate(), d.certificate(), c.certificate());
    }

    @Test
    void afterAFailureEverythingIsReadWhateverEventsHaveNamed() throws Exception {
        Files.writeString(trust.resolve("b.pem"), "damaged");
        watcher.lookAt(trust.resolve("b.pem"));
        assertThat(told).hasSize(1).allMatch(Failed.class::isInstance);

        write("b.pem", d);
        watcher.lookAt(write("c.pem", c));
        assertThat(trusted()).containsExactly(a.certificate(), d.certificate(), c.certificate());
    }

    @Test
    void aDamagedFileThatIsAddedIsAFailureAndItsRemovalEndsIt() throws Exception {
        Path damaged = Files.writeString(trust.resolve("c.pem"), "damaged");
        watcher.lookAt(damaged);
        Files.delete(damaged);
        watcher.lookAt(damaged);

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isInstanceOf(Failed.class);
        assertThat(told.get(1)).isInstanceOf(Outcome.Unchanged.class);
        assertThat(trusted()).containsExactly(a.certificate(), b.certificate());
    }

    @Test
    void theLastFileThatIsRemovedIsAFailure() throws Exception {
        Files.delete(trust.resolve("a.pem"));
        Files.delete(trust.resolve("b.pem"));
        watcher.lookAt(trust.resolve("a.pem"), trust.resolve("b.pem"));

        assertThat(told).hasSize(1).allMatch(Failed.class::isInstance);
        assertThat(trusted()).containsExactly(a.certificate(), b.certificate());
    }

    @Test
    void aLinkIsReadEachTime() throws Exception {
        Path target = Files.writeString(temporary.resolve("target"), c.certificatePem());
        Path link = Files.createSymbolicLink(trust.resolve("c.pem"), target);
        watcher.lookAt(link);
        assertThat(trusted()).containsExactly(a.certificate(), b.certificate(), c.certificate());

        Files.writeString(target, d.certificatePem());
        watcher.lookAt(write("a.pem", a));
        assertThat(trusted()).containsExactly(a.certificate(), b.certificate(), d.certificate());
    }

    @Test
    void aDirectoryThatAnotherOneTookThePlaceOfIsReadAsAWhole() throws Exception {
        Path next = Files.createDirectory(temporary.resolve("next"));
        Files.writeString(next.resolve("b.pem"), c.certificatePem());
        Path current = Files.createSymbolicLink(temporary.resolve("current"), trust);
        try (LiveMaterial linked = new LiveMaterial(
                "linked", List.of(new PemTrust(List.of(current))), WatchTiming.DEFAULT, watcher, Clock.systemUTC())) {
            Files.delete(current);
            Files.createSymbolicLink(current, next);
            watcher.lookAt(trust.resolve("a.pem"));

            assertThat(Objects.requireNonNull(linked.current().trust()).certificates())
                    .containsExactly(c.certificate());
        }
    }

    @Test
    void otherFilesAndDirectoriesThatEventsNameAreNoTrust() throws Exception {
        Path text = Files.writeString(trust.resolve("README"), "none");
        Path hidden = Files.writeString(trust.resolve(".b.pem.swp.pem"), "none");
        Path below = Files.createDirectory(trust.resolve("below.pem"));
        watcher.lookAt(text, hidden, below, Files.writeString(below.resolve("c.pem"), "none"));

        assertThat(told).isEmpty();
        assertThat(trusted()).containsExactly(a.certificate(), b.certificate());
    }
}
