package io.livetls.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One registration: what it watches, when it is due, and whether a look is on its way. The loop's lock guards everything
 * that isn't final or volatile.
 */
final class Subscription implements Registration {
    /** Tells subscriptions with the same deadline apart. */
    final long number;

    final Schedule schedule;

    /** The place among the deadlines; only the loop moves it. */
    long deadline;

    /** What is watched now. */
    Watchlist watchlist = Watchlist.EMPTY;

    /** What the next look is about. */
    final Touched touched = new Touched();

    boolean closed;

    /** Held while the paths are resolved and watched, so that an older resolution never replaces a newer one. */
    final ReentrantLock following = new ReentrantLock();

    private final WatchLoop loop;
    private final Consumer<Reason> lookAgain;
    private volatile Set<Path> paths = Set.of();

    /** What the look that is running is about; null for everything. */
    private volatile @Nullable Set<Path> lookedAt;

    private enum Job {
        NONE,
        QUEUED,
        RUNNING
    }

    private Job job = Job.NONE;
    private boolean wanted;
    private @Nullable Reason reason;

    Subscription(WatchLoop loop, long number, Schedule schedule, Consumer<Reason> lookAgain) {
        this.loop = loop;
        this.number = number;
        this.schedule = schedule;
        this.deadline = schedule.deadline();
        this.lookAgain = lookAgain;
    }

    Set<Path> paths() {
        return paths;
    }

    void start(Collection<Path> first) {
        paths = Set.copyOf(first);
        loop.follow(this);
    }

    @Override
    public void update(Collection<Path> newPaths) {
        Set<Path> next = Set.copyOf(newPaths);
        if (!next.equals(paths)) {
            paths = next;
            loop.follow(this);
            loop.noteChange(this);
        }
    }

    @Override
    public void lookAfter(Duration delay) {
        loop.lookAfter(this, delay);
    }

    @Override
    public Optional<Set<Path>> touched() {
        return Optional.ofNullable(lookedAt);
    }

    @Override
    public void close() {
        loop.remove(this);
    }

    void callBack(Reason why) {
        lookAgain.accept(why);
    }

    /**
     * Wants a job, which always resolves the paths anew and then calls back if there is a reason. What comes while one is
     * running leads to exactly one more.
     *
     * @return whether the caller must hand this to the executor
     */
    boolean want(@Nullable Reason why) {
        if (closed || (job == Job.RUNNING && why == Reason.POLL)) {
            return false;
        }
        wanted = true;
        if (why != null) {
            reason = reason == null ? why : Reason.stronger(reason, why);
        }
        return queueIfIdle();
    }

    /** The job begins. */
    @Nullable Reason begin() {
        Reason why = reason;
        job = Job.RUNNING;
        wanted = false;
        reason = null;
        // Without a look, what was touched waits for the next one.
        lookedAt = why == null ? null : touched.take();
        return why;
    }

    /**
     * The job is over.
     *
     * @return whether the caller must hand this to the executor again
     */
    boolean end() {
        job = Job.NONE;
        return wanted && !closed && queueIfIdle();
    }

    /** The job never began. */
    void abandon() {
        job = Job.NONE;
        wanted = false;
        reason = null;
    }

    private boolean queueIfIdle() {
        if (job != Job.NONE) {
            return false;
        }
        job = Job.QUEUED;
        return true;
    }
}
