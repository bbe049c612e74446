package io.livetls.kafka;

import java.lang.ref.Cleaner;

/** What is to be done when Kafka has dropped something that it doesn't close. */
final class Unreachable {
    private static final Cleaner CLEANER = Cleaner.create(task -> {
        Thread thread = new Thread(task, "livetls-kafka");
        thread.setDaemon(true);
        return thread;
    });

    private Unreachable() {}

    /**
     * Does something once: when it is asked to, or else when nobody can reach the owner any more.
     *
     * @param action must not know the owner
     */
    static Cleaner.Cleanable register(Object owner, Runnable action) {
        return CLEANER.register(owner, action);
    }
}
