package io.livetls.watch;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What events have named since the last look: entries of directories that are watched as a whole, by which nothing but
 * their own content has changed. Whatever else happens (a link, a directory, an overflow, a retry, a poll) means that
 * everything may have. Not thread-safe: the loop's lock guards it.
 */
final class Touched {
    /** Beyond this a look at everything is hardly dearer. */
    private static final int MOST = 1_000;

    private Set<Path> entries = new HashSet<>();
    private boolean everything;

    void add(Path entry) {
        if (!everything) {
            entries.add(entry);
            everything = entries.size() > MOST;
        }
    }

    void addEverything() {
        everything = true;
    }

    /** Ends the account and begins the next one; null for everything. */
    @Nullable Set<Path> take() {
        Set<Path> taken = everything ? null : entries;
        entries = new HashSet<>();
        everything = false;
        return taken;
    }
}
