package io.livetls.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs what is due: resolves the paths anew, then calls back. The callbacks of one subscription never overlap. */
final class Looks {
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private final WatchLoop loop;
    private final ReentrantLock lock;
    private final Executor executor;

    /** What goes to the executor once the lock is released: an executor may run it at once. */
    private final Queue<Subscription> ready = new ArrayDeque<>();

    Looks(WatchLoop loop, ReentrantLock lock, Executor executor) {
        this.loop = loop;
        this.lock = lock;
        this.executor = executor;
    }

    /** Wants a look, or without a reason only a new resolution. Under the lock; {@link #submit} follows without it. */
    void want(Subscription subscription, @Nullable Reason reason) {
        if (subscription.want(reason)) {
            ready.add(subscription);
        }
    }

    void submit() {
        for (Subscription next = nextReady(); next != null; next = nextReady()) {
            execute(next);
        }
    }

    private void execute(Subscription subscription) {
        try {
            executor.execute(() -> run(subscription));
        } catch (Throwable t) {
            // No thread to be had, mostly. What can't be done now is done later.
            Log.survive("Can't start a look at changed files; it is tried again.", t);
            abandon(subscription);
            loop.lookAfter(subscription, AFTER_REFUSAL);
        }
    }

    private @Nullable Subscription nextReady() {
        lock.lock();
        try {
            return ready.poll();
        } finally {
            lock.unlock();
        }
    }

    private void run(Subscription subscription) {
        Reason reason = begin(subscription);
        // Whatever is thrown is the fault of one step: what comes after it may go well.
        try {
            if (reason == null || mayLeadElsewhere(subscription)) {
                loop.follow(subscription);
            }
        } catch (Throwable t) {
            Log.survive("Can't tell which files to watch; the next look tries again.", t);
        }
        try {
            if (reason != null && isOpen(subscription)) {
                subscription.callBack(reason);
            }
        } catch (Throwable t) {
            Log.survive("A look at changed files failed; the next change or poll looks again.", t);
        }
        if (end(subscription)) {
            execute(subscription);
        }
    }

    /** Not if all that happened is that files were written or removed, none of which was a link or is one now. */
    private static boolean mayLeadElsewhere(Subscription subscription) {
        for (Path entry : subscription.touched().orElse(Set.of())) {
            if (Files.isSymbolicLink(entry)) {
                return true;
            }
        }
        return subscription.touched().isEmpty();
    }

    private @Nullable Reason begin(Subscription subscription) {
        lock.lock();
        try {
            return subscription.begin();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen(Subscription subscription) {
        lock.lock();
        try {
            return !subscription.closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean end(Subscription subscription) {
        lock.lock();
        try {
            return subscription.end();
        } finally {
            lock.unlock();
        }
    }

    private void abandon(Subscription subscription) {
        lock.lock();
        try {
            subscription.abandon();
        } finally {
            lock.unlock();
        }
    }
}
