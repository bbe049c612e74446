package io.livetls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to files, on a real file system with real events, and no poll. */
class FileWatcherTest {
    private final FileWatcher watcher = new FileWatcher(Parts.real());
    private final Observed looks = new Observed();
    private final Observed sentinelLooks = new Observed();

    @TempDir
    Path dir;

    @TempDir
    Path sentinelDir;

    private Registration registration;
    private Registration sentinel;

    @BeforeEach
    void watchNothing() {
        registration = watcher.watch(List.of(), Observed.EVENTS_ONLY, looks);
        sentinel = watcher.watch(List.of(sentinelDir), Observed.EVENTS_ONLY, sentinelLooks);
    }

    @AfterEach
    void close() {
        registration.close();
        sentinel.close();
    }

    @Test
    void aSwappedKubernetesVolumeIsNoticedAtOnceEachTime() throws Exception {
        volume("1");
        watch(dir.resolve("tls.crt"), dir.resolve("tls.key"));

        for (int version = 2; version < 12; version++) {
            volume(Integer.toString(version));
            looks.await(Reason.SWAPPED);
        }
    }

    @Test
    void letsEncryptLinksThatAreReplacedAreNoticed() throws Exception {
        Path archive = Files.createDirectories(dir.resolve("archive/example.org"));
        Path live = Files.createDirectories(dir.resolve("live/example.org"));
        Path link = live.resolve("fullchain.pem");
        Files.writeString(archive.resolve("fullchain1.pem"), "1");
        Files.createSymbolicLink(link, Path.of("../../archive/example.org/fullchain1.pem"));
        watch(link);

        Files.writeString(archive.resolve("fullchain2.pem"), "2");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("../../archive/example.org/fullchain2.pem"));
        looks.await(Reason.SETTLED);

        drain();
        Files.writeString(archive.resolve("fullchain2.pem"), "3");
        looks.await(Reason.SETTLED);
    }

    @Test
    void aWriteInPlaceIsNoticed() throws Exception {
        Path file = Files.writeString(dir.resolve("tls.crt"), "1");
        watch(file);

        Files.writeString(file, "2");

        looks.await(Reason.SETTLED);
    }

    @Test
    void aFileRenamedOverIsNoticed() throws Exception {
        Path file = Files.writeString(dir.resolve("tls.crt"), "1");
        watch(file);

        Files.move(Files.writeString(dir.resolve("tmp"), "2"), file, StandardCopyOption.ATOMIC_MOVE);

        looks.await(Reason.SETTLED);
    }

    @Test
    void aTargetBehindALinkIsWatchedWhereItIs() throws Exception {
        Path target = Files.writeString(
                Files.createDirectory(dir.resolve("elsewhere")).resolve("cert"), "1");
        watch(Files.createSymbolicLink(dir.resolve("tls.crt"), target));

        Files.writeString(target, "2");

        looks.await(Reason.SETTLED);
    }

    @Test
    void aLinkAboveTheParentThatIsPointedElsewhereIsNoticedAndSoAreLaterChangesThere() throws Exception {
        Files.createDirectories(dir.resolve("v1/conf/tls"));
        Files.createDirectories(dir.resolve("v2/conf/tls"));
        Files.writeString(dir.resolve("v1/conf/tls/tls.crt"), "1");
        Path second = Files.writeString(dir.resolve("v2/conf/tls/tls.crt"), "2");
        Files.createSymbolicLink(dir.resolve("current"), Path.of("v1"));
        watch(dir.resolve("current/conf/tls/tls.crt"));

        Files.createSymbolicLink(dir.resolve("next"), Path.of("v2"));
        Files.move(dir.resolve("next"), dir.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        looks.await(Reason.SWAPPED);

        drain();
        Files.writeString(second, "3");
        looks.await(Reason.SETTLED);
    }

    @Test
    void aDirectoryRenamedAwayAndMadeAgainIsWatchedAnew() throws Exception {
        Path tls = Files.createDirectory(dir.resolve("tls"));
        Path file = Files.writeString(tls.resolve("tls.crt"), "1");
        watch(file);

        Files.move(tls, dir.resolve("tls.old"));
        Files.createDirectory(tls);
        Files.writeString(file, "2");
        looks.await(Reason.SETTLED);

        drain();
        Files.writeString(file, "3");
        looks.await(Reason.SETTLED);
    }

    @Test
    void aDirectoryRemovedAndMadeAgainIsWatchedAnew() throws Exception {
        Path tls = Files.createDirectory(dir.resolve("tls"));
        Path file = tls.resolve("tls.crt");
        Files.writeString(file, "0");
        watch(file);

        for (int round = 0; round < 5; round++) {
            Files.delete(file);
            Files.delete(tls);
            looks.await(Reason.SETTLED);
            Files.createDirectory(tls);
            Files.writeString(file, "again");
            looks.await(Reason.SETTLED);
            drain();
            Files.writeString(file, "changed");
            looks.await(Reason.SETTLED);
        }
    }

    @Test
    void aPathThatAppearsLevelByLevelIsNoticed() throws Exception {
        Path file = dir.resolve("a/b/c/tls.crt");
        watch(file);

        Files.createDirectory(dir.resolve("a"));
        looks.await(Reason.SETTLED);
        Files.createDirectories(file.getParent());
        looks.await(Reason.SETTLED);
        drain();
        Files.writeString(file, "1");
        looks.await(Reason.SETTLED);
        drain();
        Files.writeString(file, "2");
        looks.await(Reason.SETTLED);
    }

    @Test
    void aPathThatAppearsAtOnceIsSeenByALookThatComesAfterIt() throws Exception {
        Path file = dir.resolve("a/b/c/tls.crt");
        BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
        registration.close();
        registration = watcher.watch(List.of(file), Observed.EVENTS_ONLY, reason -> seen.add(Files.exists(file)));

        Files.createDirectories(file.getParent());
        Files.writeString(file, "1");

        boolean found = false;
        while (!found) {
            Boolean next = seen.poll(60, TimeUnit.SECONDS);
            assertThat(next).as("a look").isNotNull();
            found = next;
        }
    }

    @Test
    void aDirectorySourceSeesFilesComeChangeAndGo() throws Exception {
        Path trust = Files.createDirectory(dir.resolve("trust"));
        watch(trust);

        Path ca = Files.writeString(trust.resolve("ca.pem"), "1");
        looks.await(Reason.SETTLED);
        drain();
        Files.writeString(ca, "2");
        looks.await(Reason.SETTLED);
        drain();
        Files.delete(ca);
        looks.await(Reason.SETTLED);
    }

    @Test
    void aDirectorySourceSeesWhatItsLinksLeadTo() throws Exception {
        Path trust = Files.createDirectory(dir.resolve("trust"));
        Path first = Files.writeString(Files.createDirectory(dir.resolve("one")).resolve("ca.pem"), "1");
        Path second =
                Files.writeString(Files.createDirectory(dir.resolve("two")).resolve("ca.pem"), "1");
        Files.createSymbolicLink(trust.resolve("first.pem"), first);
        watch(trust);

        Files.writeString(first, "2");
        looks.await(Reason.SETTLED);

        Files.createSymbolicLink(trust.resolve("second.pem"), second);
        looks.await(Reason.SETTLED);
        drain();
        Files.writeString(second, "2");
        looks.await(Reason.SETTLED);
    }

    @Test
    void aDirectorySourceThatIsAKubernetesVolumeIsSwapped() throws Exception {
        volume("1");
        watch(dir);

        volume("2");

        looks.await(Reason.SWAPPED);
    }

    @Test
    void updatedPathsAreWatchedAndTheOldOnesAreNot() throws Exception {
        Path old = Files.writeString(dir.resolve("old"), "1");
        Path now = Files.writeString(dir.resolve("now"), "1");
        watch(old);

        registration.update(List.of(now));
        drain();
        Files.writeString(old, "2");
        assertThatNothingIsOwed();
        Files.writeString(now, "2");
        looks.await(Reason.SETTLED);
    }

    @Test
    void aNeighboursChangesAreNone() throws Exception {
        watch(Files.writeString(dir.resolve("tls.crt"), "1"));
        drain();

        for (int i = 0; i < 100; i++) {
            Files.writeString(dir.resolve("neighbour" + i), "1");
        }

        assertThatNothingIsOwed();
    }

    @Test
    void oneMoreLookComesWhenItIsAskedFor() throws Exception {
        watch(Files.writeString(dir.resolve("tls.crt"), "1"));

        registration.lookAfter(Duration.ofMillis(5));

        assertThat(looks.next()).isEqualTo(Reason.RETRY);
    }

    private void watch(Path... paths) {
        registration.close();
        registration = watcher.watch(List.of(paths), Observed.EVENTS_ONLY, looks);
    }

    /**
     * Forgets what earlier changes lead to, so that the next settled look is owed to the next change. Events come in
     * order: once the sentinel's came, all the earlier ones did.
     */
    private void drain() throws Exception {
        awaitSentinel();
        looks.clear();
        registration.lookAfter(Duration.ZERO);
        looks.next();
    }

    /** After a drain: a change that had been noticed would answer for the look that is asked for. */
    private void assertThatNothingIsOwed() throws Exception {
        awaitSentinel();
        registration.lookAfter(Duration.ZERO);
        assertThat(looks.next()).isEqualTo(Reason.RETRY);
    }

    private void awaitSentinel() throws Exception {
        sentinelLooks.clear();
        Files.writeString(sentinelDir.resolve("sentinel"), Long.toString(System.nanoTime()));
        sentinelLooks.next();
    }

    /** The volume as kubelet makes and swaps it. */
    private void volume(String version) throws IOException {
        Path data = Files.createDirectory(dir.resolve(".." + version));
        for (String name : List.of("tls.crt", "tls.key")) {
            Files.writeString(data.resolve(name), version);
            if (!Files.isSymbolicLink(dir.resolve(name))) {
                Files.createSymbolicLink(dir.resolve(name), Path.of("..data", name));
            }
        }
        Path link = Files.createSymbolicLink(dir.resolve("..data_tmp"), data.getFileName());
        Path old = Files.exists(dir.resolve("..data")) ? dir.resolve("..data").toRealPath() : null;
        Files.move(link, dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        if (old != null) {
            for (String name : List.of("tls.crt", "tls.key")) {
                Files.delete(old.resolve(name));
            }
            Files.delete(old);
        }
    }
}
