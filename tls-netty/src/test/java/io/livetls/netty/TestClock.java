package io.livetls.netty;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** In place of {@link System#nanoTime()}: time passes when the test says so. */
final class TestClock implements LongSupplier {
    /** About to overflow, as nanoTime may be at any moment. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofHours(1).toNanos());

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
