package io.livetls.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loop without threads: the test moves the clock and makes up the events, about files that exist. Looks run at once,
 * in the test's thread. The first poll of a registration comes after one interval.
 */
final class Bench {
    final FakeEvents events = new FakeEvents();
    final List<Reason> looks = new ArrayList<>();

    /** May be replaced before the first registration, or later to see what comes of it. */
    DirectoryEvents.Factory source = () -> events;

    Executor executor = Runnable::run;

    // It overflows within each test: no time is compared otherwise than by its difference.
    private long clock = Long.MAX_VALUE - 1000;
    private @Nullable WatchLoop loop;

    WatchLoop loop() {
        WatchLoop current = loop;
        if (current == null) {
            current = WatchLoop.start(new Parts(
                    () -> clock,
                    () -> source.open(),
                    task -> executor.execute(task),
                    task -> new Thread(() -> {}),
                    poll -> poll));
            loop = current;
        }
        return current;
    }

    /** Watches with the default timing; looks are kept. */
    Registration watch(Path... paths) {
        return watch(looks::add, paths);
    }

    Registration watch(Consumer<Reason> callback, Path... paths) {
        Subscription subscription = Objects.requireNonNull(loop().subscribe(WatchTiming.DEFAULT, callback));
        subscription.start(List.of(paths));
        return subscription;
    }

    /** Moves the clock by so many milliseconds and serves what has come by then. */
    void after(long millis) {
        clock += Duration.ofMillis(millis).toNanos();
        try {
            loop().turn(0);
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
    }
}
