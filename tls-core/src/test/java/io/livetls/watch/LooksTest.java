package io.livetls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.RecordedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When callbacks run, how often, and what happens to those that fail. */
class LooksTest {
    private final Bench bench = new Bench();
    private Path dir;
    private Path file;

    @BeforeEach
    void makeAFile(@TempDir Path temp) throws IOException {
        dir = temp.toRealPath();
        file = Files.writeString(dir.resolve("tls.crt"), "1");
    }

    @Test
    void aRetryComesWithoutAnyEvent() throws Exception {
        Registration registration = bench.watch(file);

        registration.lookAfter(Duration.ofMillis(500));
        bench.after(499);
        assertThat(bench.looks).isEmpty();
        bench.after(1);
        assertThat(bench.looks).containsExactly(Reason.RETRY);
        registration.lookAfter(Duration.ofSeconds(Long.MAX_VALUE));
        registration.lookAfter(Duration.ofSeconds(Long.MIN_VALUE));
        bench.after(0);
        assertThat(bench.looks).containsExactly(Reason.RETRY, Reason.RETRY);
    }

    @Test
    void updatedPathsAreLookedAtBecauseTheyMayHaveChangedMeanwhile() throws Exception {
        Registration registration = bench.watch(file);

        registration.update(List.of(file, file));
        bench.after(200);
        assertThat(bench.looks).isEmpty();
        registration.update(List.of(dir.resolve("other")));
        bench.after(200);
        assertThat(bench.looks).containsExactly(Reason.SETTLED);
    }

    @Test
    void whatComesWhileALookIsRunningLeadsToExactlyOneMore() throws Exception {
        List<Registration> registrations = new ArrayList<>();
        registrations.add(bench.watch(
                reason -> {
                    bench.looks.add(reason);
                    if (bench.looks.size() == 1) {
                        for (int i = 0; i < 3; i++) {
                            bench.events.modified(file);
                            registrations.get(0).lookAfter(Duration.ZERO);
                            bench.after(0);
                            bench.after(200);
                        }
                        assertThat(bench.looks).hasSize(1);
                    }
                },
                file));

        bench.events.modified(file);
        bench.after(0);
        bench.after(200);

        assertThat(bench.looks).containsExactly(Reason.SETTLED, Reason.SETTLED);
    }

    @Test
    void aPollThatIsDueWhileALookIsRunningIsNotMadeUpFor() throws Exception {
        bench.watch(
                reason -> {
                    bench.looks.add(reason);
                    bench.after(25_000);
                },
                file);

        bench.after(10_000);

        assertThat(bench.looks).containsExactly(Reason.POLL);
    }

    @Test
    void whatIsDueBeforeTheLookBeginsIsAnsweredByIt() throws Exception {
        Queue<Runnable> held = new ArrayDeque<>();
        bench.executor = held::add;
        Registration registration = bench.watch(file);

        registration.lookAfter(Duration.ZERO);
        bench.after(0);
        bench.events.modified(file);
        bench.after(0);
        bench.after(10_000);

        assertThat(held).hasSize(1);
        Objects.requireNonNull(held.poll()).run();
        assertThat(bench.looks).containsExactly(Reason.SETTLED);
        assertThat(held).isEmpty();
    }

    @Test
    void noLookBeginsAfterTheRegistrationIsClosed() throws Exception {
        Queue<Runnable> held = new ArrayDeque<>();
        bench.executor = held::add;
        Registration registration = bench.watch(file);
        bench.after(10_000);
        assertThat(held).hasSize(1);

        registration.close();
        registration.close();
        registration.lookAfter(Duration.ZERO);
        registration.update(List.of(dir));
        Objects.requireNonNull(held.poll()).run();

        assertThat(bench.looks).isEmpty();
        assertThat(held).isEmpty();
        assertThat(bench.events.keys()).isZero();
        assertThat(bench.loop().subscribe(WatchTiming.DEFAULT, bench.looks::add))
                .isNull();
    }

    @Test
    void aRegistrationMayCloseItselfFromWithinItsLook() throws Exception {
        List<Registration> registrations = new ArrayList<>();
        registrations.add(bench.watch(
                reason -> {
                    bench.looks.add(reason);
                    registrations.get(0).lookAfter(Duration.ZERO);
                    registrations.get(0).close();
                },
                file));

        bench.after(10_000);

        assertThat(bench.looks).containsExactly(Reason.POLL);
        assertThat(bench.events.isClosed()).isTrue();
    }

    @Test
    void aLookThatFailsIsLoggedAndTheNextOneComes() throws Exception {
        Queue<Throwable> failures = new ArrayDeque<>(List.of(
                new IllegalStateException("a fault"), new OutOfMemoryError("none left"), new StackOverflowError()));
        try (RecordedLog log = new RecordedLog()) {
            bench.watch(
                    reason -> {
                        bench.looks.add(reason);
                        sneak(failures.poll());
                    },
                    file);

            for (int i = 0; i < 4; i++) {
                bench.events.modified(file);
                bench.after(0);
                bench.after(200);
            }

            assertThat(bench.looks).hasSize(4);
            assertThat(log.messages())
                    .hasSize(3)
                    .containsOnly("WARNING A look at changed files failed; the next change or poll looks again.");
        }
    }

    @Test
    void aLookThatNoThreadCanBeHadForIsTriedAgain() throws Exception {
        Queue<Error> failures = new ArrayDeque<>(List.of(new OutOfMemoryError("unable to create native thread")));
        bench.executor = task -> {
            sneak(failures.poll());
            task.run();
        };
        try (RecordedLog log = new RecordedLog()) {
            bench.watch(file);

            bench.after(10_000);
            assertThat(bench.looks).isEmpty();
            assertThat(log.messages()).hasSize(1);
            bench.after(1000);

            assertThat(bench.looks).containsExactly(Reason.RETRY);
        }
    }

    private static void sneak(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
