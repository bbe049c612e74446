package io.livetls.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Paths that are watched, until it is closed. Thread-safe; each method may be called from within the callback. */
public interface Registration extends AutoCloseable {
    /**
     * Watches these paths from now on, and no others. If they differ from those before, a look follows once the quiet
     * period is over, because the new ones may have changed since the caller learned of them.
     *
     * @param paths files and directories; they need not exist
     */
    void update(Collection<Path> paths);

    /**
     * Asks for one look more, even if nothing happens: to confirm what was read while files may have been changing, or
     * to try again. A second call replaces the time of the first.
     *
     * @param delay how long from now; zero or less means at once
     */
    void lookAfter(Duration delay);

    /**
     * What the look that is called back for is about, if events have told all of it. To be asked within the callback.
     *
     * @return entries of watched directories, by their real paths, that events have named since the look before, however
     *     that ended. No link was among them, or is; some may be gone. Empty if anything else may have changed too
     */
    Optional<Set<Path>> touched();

    /**
     * Ends the watching. No callback begins after this has returned; one that is running isn't waited for. A second call
     * does nothing.
     */
    @Override
    void close();
}
