package io.livetls.watch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches files and calls back when they may have changed.
 *
 * <p>A path is watched through every directory that it leads over: through its links, through the directories above it,
 * whether it exists yet or not. A path that is a directory stands for all its entries, and for what those of them that are
 * links lead to; directories in it aren't entered.
 *
 * <p>However many registrations there are, there is one watching thread ({@code livetls-watch}), one inotify instance
 * and, while there is something to look at, two threads that call back ({@code livetls-reload}). All are daemons, and end
 * when the last registration is closed. Where the kernel gives no events a warning says so once, and the poll of each
 * registration goes on alone.
 *
 * <p>Thread-safe.
 */
public final class FileWatcher {
    private static final FileWatcher SHARED = new FileWatcher(Parts.real());

    private final Parts parts;
    private final ReentrantLock lock = new ReentrantLock();

    /** The current life of the thread, or the last one if it is over. */
    private @Nullable WatchLoop loop;

    FileWatcher(Parts parts) {
        this.parts = parts;
    }

    /**
     * The watcher of this process. There is one, because Linux gives each user no more than 128 inotify instances.
     *
     * @return the same at every call
     */
    public static FileWatcher shared() {
        return SHARED;
    }

    /**
     * Watches paths. Register first and read afterwards: what changes after this has returned leads to a callback.
     *
     * @param paths files and directories; they need not exist
     * @param timing how long to wait before looking again
     * @param lookAgain called when it is time to look. It runs on a thread of this watcher, never twice at a time for one
     *     registration; changes that come while it runs lead to one more call. What it throws is logged
     * @return the registration, to be closed
     */
    public Registration watch(Collection<Path> paths, WatchTiming timing, Consumer<Reason> lookAgain) {
        Objects.requireNonNull(lookAgain, "lookAgain");
        Subscription subscription = subscribe(timing, lookAgain);
        boolean watched = false;
        try {
            subscription.start(paths);
            watched = true;
        } finally {
            if (!watched) {
                subscription.close();
            }
        }
        return subscription;
    }

    private Subscription subscribe(WatchTiming timing, Consumer<Reason> lookAgain) {
        lock.lock();
        try {
            WatchLoop current = loop;
            Subscription subscription = current == null ? null : current.subscribe(timing, lookAgain);
            while (subscription == null) {
                current = WatchLoop.start(parts);
                loop = current;
                subscription = current.subscribe(timing, lookAgain);
            }
            return subscription;
        } finally {
            lock.unlock();
        }
    }
}
