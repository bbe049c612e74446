package io.livetls.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import org.jspecify.annotations.Nullable;

/** Where events come from: a {@link java.nio.file.WatchService}, or nowhere. */
interface DirectoryEvents {
    /**
     * Watches a directory; the same directory gives the same key.
     *
     * @return null where there are no events to be had
     */
    @Nullable WatchKey register(Path directory) throws IOException;

    /**
     * The next key that has events.
     *
     * @param timeout how long to wait for it, in nanoseconds; without a wait it never throws InterruptedException
     * @return null if there is none in that time
     * @throws java.nio.file.ClosedWatchServiceException if it has been closed
     */
    @Nullable WatchKey next(long timeout) throws InterruptedException;

    void close();

    /** Whether events can come at all. */
    default boolean available() {
        return true;
    }

    /** Opens a source of events; each takes one of the few inotify instances that a user may have. */
    @FunctionalInterface
    interface Factory {
        DirectoryEvents open() throws IOException;
    }
}
