package io.livetls.examples.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what must happen. */
final class Await {
    /** Far more than a healthy run needs, on a busy machine too. */
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private static final long PAUSE_MILLIS = 5;

    private Await() {}

    /** Asks until there is an answer. */
    static <T> T answer(String what, Supplier<@Nullable T> question) throws TimeoutException, InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            T answer = question.get();
            if (answer != null) {
                return answer;
            }
            if (System.nanoTime() - end > 0) {
                throw new TimeoutException("waited " + DEADLINE.toSeconds() + " s in vain: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Asks until it is so. */
    static void until(String what, BooleanSupplier condition) throws TimeoutException, InterruptedException {
        answer(what, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
    }
}
