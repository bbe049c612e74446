package io.livetls.watch;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The source of events, or its absence: where the kernel refuses one, the poll carries on alone and the source is asked
 * for again from time to time. Not thread-safe: the loop's lock guards it.
 */
final class EventSource {
    private static final long RETRY = TimeUnit.SECONDS.toNanos(10);

    private final DirectoryEvents.Factory factory;
    private final LongSupplier nanoTime;
    private DirectoryEvents events = new NoEvents();
    private long nextTry;
    private boolean warned;

    EventSource(DirectoryEvents.Factory factory, LongSupplier nanoTime) {
        this.factory = factory;
        this.nanoTime = nanoTime;
        open();
    }

    DirectoryEvents current() {
        return events;
    }

    /** Opens a new source in the place of the current one. */
    void open() {
        try {
            events = factory.open();
            if (warned) {
                warned = false;
                Log.info("File events are available again.");
            }
        } catch (IOException | RuntimeException e) {
            events = new NoEvents();
            nextTry = nanoTime.getAsLong() + RETRY;
            refused(e);
        }
    }

    /**
     * Asks again for a source if there is none.
     *
     * @return whether there is one now that there wasn't before
     */
    boolean openIfMissing() {
        if (events.available() || nanoTime.getAsLong() - nextTry < 0) {
            return false;
        }
        open();
        return events.available();
    }

    /** Something can't be watched for want of a resource. Once is enough to say so. */
    void refused(Exception reason) {
        if (!warned) {
            warned = true;
            Log.warning(
                    "Not all files can be watched: " + reason.getMessage()
                            + ". Changes that give no event are found by the poll, later; if this is a limit of inotify,"
                            + " raise it: sysctl fs.inotify.max_user_instances, fs.inotify.max_user_watches.",
                    reason);
        }
    }
}
