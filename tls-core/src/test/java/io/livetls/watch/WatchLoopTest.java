package io.livetls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What events and time lead to, and what is watched. */
class WatchLoopTest {
    private final Bench bench = new Bench();
    private Path dir;
    private Path file;

    @BeforeEach
    void makeAFile(@TempDir Path temp) throws IOException {
        dir = temp.toRealPath();
        file = Files.writeString(dir.resolve("tls.crt"), "1");
    }

    @Test
    void aChangeIsLookedAtAfterTheQuietPeriod() throws Exception {
        bench.watch(file);

        bench.events.modified(file);
        bench.after(0);
        bench.after(199);
        assertThat(bench.looks).isEmpty();

        bench.after(1);
        assertThat(bench.looks).containsExactly(Reason.SETTLED);
    }

    @Test
    void aSwappedDirectoryLinkIsLookedAtAtOnce() throws Exception {
        Files.createDirectory(dir.resolve("v1"));
        Files.createSymbolicLink(dir.resolve("current"), Path.of("v1"));
        bench.watch(dir.resolve("current/tls.crt"));

        bench.events.created(dir.resolve("current"));
        bench.after(0);

        assertThat(bench.looks).containsExactly(Reason.SWAPPED);
    }

    @Test
    void aDirectoryInThePlaceOfTheLinkIsNoSwap() throws Exception {
        Files.createDirectory(dir.resolve("v1"));
        Path link = Files.createSymbolicLink(dir.resolve("current"), Path.of("v1"));
        bench.watch(link.resolve("tls.crt"));

        Files.delete(link);
        Files.createDirectory(link);
        bench.events.deleted(link);
        bench.events.created(link);
        bench.after(0);
        assertThat(bench.looks).isEmpty();

        bench.after(200);
        assertThat(bench.looks).containsExactly(Reason.SETTLED);
    }

    @Test
    void busyNeighboursNeitherTriggerALookNorHoldOneBack() throws Exception {
        bench.watch(file);

        for (int i = 0; i < 3000; i++) {
            bench.events.created(dir.resolve("neighbour" + i));
            bench.events.modified(dir.resolve("neighbour" + i));
            bench.after(1);
        }
        assertThat(bench.looks).isEmpty();

        bench.events.modified(file);
        bench.after(0);
        for (int i = 0; i < 200; i++) {
            assertThat(bench.looks).isEmpty();
            bench.events.modified(dir.resolve("neighbour" + i));
            bench.after(1);
        }
        assertThat(bench.looks).containsExactly(Reason.SETTLED);
    }

    @Test
    void aDirectorySourceThatNeverComesToRestIsLookedAtAllTheSame() throws Exception {
        bench.watch(dir);

        for (int millis = 0; millis < 6300; millis += 10) {
            bench.events.modified(dir.resolve("busy.pem"));
            bench.after(10);
        }

        assertThat(bench.looks).containsExactly(Reason.SETTLED, Reason.SETTLED, Reason.SETTLED);
    }

    @Test
    void anOverflowMeansLookAgainAndIsNotTheEnd() throws Exception {
        bench.watch(file);

        bench.events.overflow(dir);
        bench.after(0);
        bench.after(200);
        assertThat(bench.looks).containsExactly(Reason.SETTLED);

        bench.events.modified(file);
        bench.after(0);
        bench.after(200);
        assertThat(bench.looks).containsExactly(Reason.SETTLED, Reason.SETTLED);
    }

    @Test
    void aDeadKeyMeansLookAgainAndTheDirectoryIsWatchedAnew() throws Exception {
        bench.watch(file);

        bench.events.kill(dir);
        bench.after(0);
        assertThat(bench.events.isWatched(dir)).isTrue();
        bench.after(200);
        assertThat(bench.looks).containsExactly(Reason.SETTLED);

        bench.events.modified(file);
        bench.after(0);
        bench.after(200);
        assertThat(bench.looks).containsExactly(Reason.SETTLED, Reason.SETTLED);
    }

    @Test
    void aDirectoryThatTookTheOthersPlaceIsWatchedAnewWithoutAnyEvent() throws Exception {
        Path tls = Files.createDirectory(dir.resolve("tls"));
        bench.watch(tls.resolve("tls.crt"));
        assertThat(bench.events.newlyRegistered()).isEqualTo(tls.getNameCount() + 1);

        bench.after(10_000);
        assertThat(bench.events.newlyRegistered()).isZero();

        Files.move(tls, dir.resolve("tls.old"));
        Files.createDirectory(tls);
        bench.after(10_000);
        assertThat(bench.events.newlyRegistered()).isEqualTo(1);
        assertThat(bench.looks).containsExactly(Reason.POLL, Reason.POLL);
    }

    @Test
    void whatAMissingDirectoryHoldsIsWatchedAsSoonAsItAppearsNotOnlyWhenTheLookIsDue() throws Exception {
        Path tls = dir.resolve("tls");
        bench.watch(tls.resolve("tls.crt"));

        Files.createDirectory(tls);
        bench.events.created(tls);
        bench.after(0);

        assertThat(bench.looks).isEmpty();
        assertThat(bench.events.isWatched(tls)).isTrue();
    }

    @Test
    void directoriesThatNothingLeadsOverAnyMoreAreNotWatched() throws Exception {
        Path old = Files.createDirectory(dir.resolve("v1"));
        Path now = Files.createDirectory(dir.resolve("v2"));
        Path link = Files.createSymbolicLink(dir.resolve("current"), Path.of("v1"));
        Registration one = bench.watch(link.resolve("tls.crt"));
        Registration two = bench.watch(link.resolve("tls.key"));
        assertThat(bench.events.isWatched(old)).isTrue();

        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("v2"));
        bench.events.created(link);
        bench.after(0);

        assertThat(bench.events.isWatched(old)).isFalse();
        assertThat(bench.events.isWatched(now)).isTrue();
        one.close();
        assertThat(bench.events.isWatched(now)).isTrue();
        two.close();
        assertThat(bench.events.keys()).isZero();
        assertThat(bench.events.isClosed()).isTrue();
    }

    @Test
    void thePollLooksWithoutAnyEvent() throws Exception {
        bench.watch(file);

        bench.after(9_999);
        assertThat(bench.looks).isEmpty();
        bench.after(1);
        assertThat(bench.looks).containsExactly(Reason.POLL);
        bench.after(10_000);
        assertThat(bench.looks).containsExactly(Reason.POLL, Reason.POLL);
    }

    @Test
    void realPollsAreSpreadOverTheInterval() {
        long first = Parts.real().firstPoll().applyAsLong(1_000_000_000);
        List<Long> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(Parts.real().firstPoll().applyAsLong(1_000_000_000));
        }

        assertThat(others).allMatch(poll -> poll > 0 && poll <= 1_000_000_000);
        assertThat(others).anyMatch(poll -> poll != first);
    }

    @Test
    void whereTheKernelGivesNoEventsThePollCarriesOnAndAWarningSaysWhatToDo() throws Exception {
        bench.source = () -> {
            throw new IOException("User limit of inotify instances reached or too many open files");
        };
        try (RecordedLog log = new RecordedLog()) {
            bench.watch(file);
            for (int i = 0; i < 5; i++) {
                bench.after(10_000);
            }

            assertThat(bench.looks).hasSize(5).containsOnly(Reason.POLL);
            assertThat(log.messages())
                    .containsExactly("WARNING Not all files can be watched: User limit of inotify instances reached or"
                            + " too many open files. Changes that give no event are found by the poll, later; if this"
                            + " is a limit of inotify, raise it: sysctl fs.inotify.max_user_instances,"
                            + " fs.inotify.max_user_watches.");

            bench.source = () -> bench.events;
            bench.after(10_000);
            assertThat(bench.events.isWatched(dir)).isTrue();
            assertThat(log.messages()).hasSize(2).last().isEqualTo("INFO File events are available again.");
        }
    }

    @Test
    void directoriesBeyondTheLimitAreWatchedOnceThereIsRoom() throws Exception {
        bench.events.refusal = new IOException("User limit of inotify watches reached");
        try (RecordedLog log = new RecordedLog()) {
            bench.watch(file);
            bench.after(10_000);
            assertThat(log.messages()).hasSize(1).first().asString().contains("User limit of inotify watches reached");
            assertThat(bench.events.isWatched(dir)).isFalse();

            bench.events.refusal = null;
            bench.after(10_000);
            assertThat(bench.events.isWatched(dir)).isTrue();
            assertThat(bench.looks).containsExactly(Reason.POLL, Reason.POLL);
        }
    }

    @Test
    void tenThousandRegistrationsShareTheirDirectories() throws Exception {
        List<Registration> registrations = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            registrations.add(bench.watch(file));
        }
        assertThat(bench.events.newlyRegistered()).isEqualTo(file.getNameCount());

        bench.events.modified(file);
        bench.after(0);
        bench.after(200);
        assertThat(bench.looks).hasSize(10_000);

        registrations.forEach(Registration::close);
        assertThat(bench.events.keys()).isZero();
        assertThat(bench.events.isClosed()).isTrue();
    }

    @Test
    void aPathThatChangesWhileItIsResolvedIsResolvedAgain() throws Exception {
        Path tls = dir.resolve("tls");
        bench.events.beforeRegister = directory -> {
            // It appears after the look that didn't find it, and before its parent is watched.
            if (directory.equals(dir) && !Files.exists(tls)) {
                Files.createDirectory(tls);
            }
        };

        bench.watch(tls.resolve("tls.crt"));

        assertThat(bench.events.isWatched(tls)).isTrue();
    }
}
