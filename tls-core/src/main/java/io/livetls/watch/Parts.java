package io.livetls.watch;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * What the watcher takes from its surroundings, so that tests can take its place.
 *
 * @param nanoTime the monotonic clock
 * @param events opens the source of events
 * @param looks runs callbacks; it may run them at once, in the calling thread
 * @param threads makes the watching thread
 * @param firstPoll how many nanoseconds after its start a registration polls first, given the interval: chance, so that
 *     ten thousand registrations don't poll in the same instant
 */
record Parts(
        LongSupplier nanoTime,
        DirectoryEvents.Factory events,
        Executor looks,
        ThreadFactory threads,
        LongUnaryOperator firstPoll) {
    private static final int LOOKS_AT_ONCE = 2;
    private static final Duration IDLE = Duration.ofSeconds(5);

    static Parts real() {
        return real(IDLE);
    }

    /** The threads that look end after this time without work. */
    static Parts real(Duration idle) {
        return new Parts(
                System::nanoTime,
                KernelEvents::open,
                looks(idle),
                task -> daemon(task, "livetls-watch"),
                poll -> 1 + ThreadLocalRandom.current().nextLong(poll));
    }

    /** Two threads, so that one slow look doesn't hold the others up; none while there is nothing to do. */
    private static Executor looks(Duration idle) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                LOOKS_AT_ONCE,
                LOOKS_AT_ONCE,
                idle.toNanos(),
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, "livetls-reload"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** It inherits nothing from the thread that happened to come first: neither thread locals nor a class loader. */
    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Parts.class.getClassLoader());
        return thread;
    }
}
