package io.livetls.live;

import io.livetls.live.Outcome.Failed;
import io.livetls.live.Outcome.Unchanged;
import io.livetls.live.Outcome.Updated;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.source.ContentDigest;
import io.livetls.source.MaterialSource;
import io.livetls.source.Reading;
import io.livetls.watch.Reason;
import io.livetls.watch.Registration;
import io.livetls.watch.WatchTiming;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The current generation of one handle, and the one way to the next: load, prove, derive, publish. Whatever asks for it
 * (a file event, the poll, {@link #reload()}), a look either publishes a whole new generation or leaves the last good
 * one. Thread-safe; looks happen one at a time, readers never wait.
 *
 * <pre>
 *   look --read--> same content as taken? ------------------------------> Unchanged
 *            |
 *            +--- a poll saw it first? --> look again after the quiet period
 *            |
 *            +--- read twice, equal --> load, prove --> derive contexts --> publish, retire the old, Updated
 *                       |                    |                 |
 *                       +--------------------+-----------------+--> keep the last good, Failed, retry with back-off
 * </pre>
 */
public final class LiveMaterial implements AutoCloseable {
    /** After this many looks in a row during which files kept changing, it is told as a failure. */
    private static final int UNSTABLE_LOOKS = 10;

    /** This part of its interval is what a poll may come late by. */
    private static final int POLL_TOLERANCE = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final MaterialLoader loader;
    private final WatchTiming timing;
    private final Clock clock;
    private final Announcer announcer;
    private final Derivations derivations = new Derivations();
    private final Registration registration;

    private volatile Generation current;

    /** What the current generation was loaded from. */
    private ContentDigest taken;

    /** What was seen last and isn't taken: by a poll, which has to see it twice, or by a load that failed. */
    private @Nullable ContentDigest seen;

    private int failures;
    private int unstableLooks;
    private boolean closed;

    /** How to be told of changes; {@code FileWatcher} in life, a test's own elsewhere. */
    public interface Watching {
        /**
         * Begins to watch.
         *
         * @param paths files and directories
         * @param timing how long to wait
         * @param lookAgain what to call
         * @return the registration
         */
        Registration watch(Collection<Path> paths, WatchTiming timing, Consumer<Reason> lookAgain);
    }

    /**
     * Loads the first generation and begins to follow it.
     *
     * @param name the handle's name, for logs
     * @param sources where material comes from
     * @param timing how long to wait for quiet, and how often to poll
     * @param watching who watches the files
     * @param clock gives {@link Generation#loadedAt()}
     * @throws MaterialException if the sources can't be used; nothing is left behind then
     */
    public LiveMaterial(String name, List<MaterialSource> sources, WatchTiming timing, Watching watching, Clock clock) {
        this.loader = new MaterialLoader(sources);
        this.timing = timing;
        this.clock = clock;
        this.announcer = new Announcer(name);
        lock.lock();
        try {
            // Watching begins before the first reading: no change falls between the two. Looks wait for the lock.
            this.registration = watching.watch(loader.paths(), timing, this::look);
            Loaded first = firstLoad();
            this.current = Generation.first(first.material(), clock.instant());
            this.taken = first.digest();
            announcer.started(current);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The current generation: one volatile read.
     *
     * @return never null
     */
    public Generation current() {
        return current;
    }

    /**
     * Looks now, on this thread. Two equal readings in a row are taken; a writer that is half-way shows itself by the
     * next event or poll.
     *
     * @return what came of it; nothing is thrown
     */
    public Outcome reload() {
        lock.lock();
        try {
            if (closed) {
                return new Failed(current, closedFailure());
            }
            return announced(attempt(null));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells a listener of every {@link Updated}, of every {@link Failed} whose cause wasn't told already, and of the
     * {@link Unchanged} that ends a failure. Calls come one at a time and in order, on the thread that looked.
     *
     * @param listener must not block; what it throws is logged
     * @return closing it ends the calls
     */
    public Runnable onReload(Consumer<Outcome> listener) {
        return announcer.add(listener);
    }

    /**
     * Adds a derivation and makes its value for the current generation.
     *
     * @param derivation from now on derived for each generation, before it is published
     * @param <T> what is made
     * @throws RuntimeException what the derivation throws; it isn't added then
     * @throws IllegalStateException if this is closed
     */
    public <T> void derive(Derivation<T> derivation) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("this handle is closed");
            }
            derivations.add(derivation, current);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a derivation and retires its value.
     *
     * @param derivation one that was added; otherwise nothing happens
     */
    public void release(Derivation<?> derivation) {
        lock.lock();
        try {
            derivations.remove(derivation, current);
        } finally {
            lock.unlock();
        }
    }

    /** Ends following, retires what was derived and forgets passphrases. The current generation can still be read. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                registration.close();
                derivations.removeAll(current);
                loader.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    private record Loaded(Material material, ContentDigest digest) {}

    private Loaded firstLoad() {
        boolean loaded = false;
        Supplier<Reading> everything = loader.reader(null);
        try (Reading reading = everything.get()) {
            Loaded first = confirmed(reading, everything);
            loaded = true;
            return first;
        } finally {
            if (!loaded) {
                registration.close();
                loader.clear();
            }
        }
    }

    private void look(Reason reason) {
        lock.lock();
        try {
            if (closed || (reason == Reason.POLL && nothingToTake())) {
                return;
            }
            Outcome outcome = attempt(registration.touched().orElse(null));
            if (isUnstable(outcome) && ++unstableLooks < UNSTABLE_LOOKS) {
                registration.lookAfter(timing.quiet());
                return;
            }
            unstableLooks = 0;
            announced(outcome);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A poll mostly sees what it saw before. If not, it has no event before it, so a writer may be at work right now: what
     * it sees is taken after the quiet period, if it is the same then. What it saw of a large file may be what another handle's
     * poll saw a tenth of an interval ago.
     */
    private boolean nothingToTake() {
        ContentDigest digest = loader.digest(timing.poll().dividedBy(POLL_TOLERANCE));
        if (digest.equals(taken)) {
            return failures == 0 && !loader.isDynamic();
        }
        if (digest.equals(seen)) {
            return false;
        }
        seen = digest;
        registration.lookAfter(timing.quiet());
        return true;
    }

    /** Looks at all files, or only at those of a directory that events have named, if these told of everything. */
    private Outcome attempt(@Nullable Set<Path> touched) {
        Supplier<Reading> reader = loader.reader(touched);
        try (Reading reading = reader.get()) {
            if (reading.digest().equals(taken) && !loader.isDynamic()) {
                seen = null;
                loader.keep(reading);
                return new Unchanged(current);
            }
            seen = reading.digest();
            return publish(confirmed(reading, reader));
        } catch (MaterialException e) {
            return new Failed(current, e);
        }
    }

    private Loaded confirmed(Reading reading, Supplier<Reading> again) {
        return StableReading.confirm(reading, again, stable -> new Loaded(loader.load(stable), stable.digest()));
    }

    private Outcome publish(Loaded loaded) {
        Generation before = current;
        checkNothingVanished(before, loaded.material());
        Outcome outcome;
        if (loaded.material().equals(before.material())) {
            outcome = new Unchanged(before);
        } else {
            Generation next = before.next(loaded.material(), clock.instant());
            derivations.prepare(next, before);
            current = next;
            derivations.retireAllBut(next, before);
            outcome = new Updated(before, next);
        }
        taken = loaded.digest();
        seen = null;
        return outcome;
    }

    /** Only a supplier of the program's own can bring this about: files that are gone are an error before. */
    private static void checkNothingVanished(Generation before, Material loaded) {
        String gone = null;
        if (before.identity() != null && loaded.identity() == null) {
            gone = "is no identity";
        } else if (before.trust() != null && loaded.trust() == null) {
            gone = "are no trust anchors";
        } else if (before.sessionTicketKeys() != null && loaded.sessionTicketKeys() == null) {
            gone = "are no session ticket keys";
        }
        if (gone != null) {
            throw new MaterialException(
                    Problem.MISSING,
                    null,
                    "there " + gone + " any more",
                    "Give all parts again; what a handle began with it keeps");
        }
    }

    private Outcome announced(Outcome outcome) {
        if (outcome instanceof Failed) {
            registration.lookAfter(backOff());
            failures++;
        } else {
            failures = 0;
        }
        announcer.tell(outcome);
        return outcome;
    }

    /** Doubles from the quiet period up to the poll's interval. */
    private Duration backOff() {
        Duration delay = timing.quiet().multipliedBy(1L << Math.min(failures, 20));
        return delay.compareTo(timing.poll()) < 0 ? delay : timing.poll();
    }

    private static boolean isUnstable(Outcome outcome) {
        return outcome instanceof Failed failed && failed.cause().problem() == Problem.UNSTABLE;
    }

    private static MaterialException closedFailure() {
        return new MaterialException(
                Problem.REFUSED, null, "this handle is closed", "Build a new one, or close this one later");
    }
}
