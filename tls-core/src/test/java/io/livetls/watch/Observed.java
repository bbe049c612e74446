package io.livetls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A callback that keeps the reasons. Waiting ends as soon as one comes, and fails only if none does. */
final class Observed implements Consumer<Reason> {
    /** Events within milliseconds; no poll that could help a test out. */
    static final WatchTiming EVENTS_ONLY =
            new WatchTiming(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofDays(1));

    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<Reason> reasons = new LinkedBlockingQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public void accept(Reason reason) {
        threads.add(Thread.currentThread());
        reasons.add(reason);
    }

    /** Waits for the next look. */
    Reason next() throws InterruptedException {
        Reason reason = reasons.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(reason).as("a look").isNotNull();
        return reason;
    }

    /** Waits for a look that has this reason; others may come before it. */
    void await(Reason expected) throws InterruptedException {
        while (next() != expected) {
            // For example the old directory's removal, after a swap.
        }
    }

    void clear() {
        reasons.clear();
    }

    /** The threads that looked. */
    Set<Thread> threads() {
        return threads;
    }
}
