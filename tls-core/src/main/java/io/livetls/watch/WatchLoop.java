package io.livetls.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.livetls.path.Hop;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of the watching thread, with its source of events: from the first registration until the last one closes.
 * Events and time make subscriptions due, {@link Looks} does the rest: this thread runs no foreign code. One lock guards
 * all state; no callback runs under it.
 */
final class WatchLoop {
    private static final long LONGEST_WAIT = TimeUnit.DAYS.toNanos(1);
    private static final long PAUSE_AFTER_FAULT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration LONGEST_DELAY = Duration.ofDays(365);

    /** How many keys are served before it is time to see what is due. */
    private static final int KEYS_AT_ONCE = 64;

    /** How often paths may change while they are resolved before it is left to another look. */
    private static final int FOLLOW_ROUNDS = 8;

    private final Parts parts;
    private final ReentrantLock lock = new ReentrantLock();
    private final EventSource source;
    private final Directories directories;
    private final Looks looks;
    private final Thread thread;
    private final TreeSet<Subscription> byDeadline = new TreeSet<>(WatchLoop::compareDeadlines);

    private long subscribed;
    private boolean waiting;
    private long waitingUntil;
    private boolean stopped;

    private WatchLoop(Parts parts) {
        this.parts = parts;
        this.source = new EventSource(parts.events(), parts.nanoTime());
        this.directories = new Directories(source::refused);
        this.looks = new Looks(this, lock, parts.looks());
        this.thread = parts.threads().newThread(this::run);
    }

    static WatchLoop start(Parts parts) {
        WatchLoop loop = new WatchLoop(parts);
        loop.thread.start();
        return loop;
    }

    /** Null if this loop has ended, because its last subscription closed. */
    @Nullable Subscription subscribe(WatchTiming timing, Consumer<Reason> lookAgain) {
        lock.lock();
        try {
            if (stopped) {
                return null;
            }
            long firstPoll = now() + parts.firstPoll().applyAsLong(timing.poll().toNanos());
            Subscription subscription =
                    new Subscription(this, subscribed++, new Schedule(timing, firstPoll), lookAgain);
            byDeadline.add(subscription);
            wakeBefore(subscription.deadline);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    void remove(Subscription subscription) {
        lock.lock();
        try {
            if (subscription.closed) {
                return;
            }
            subscription.closed = true;
            byDeadline.remove(subscription);
            directories.change(subscription, subscription.watchlist, Watchlist.EMPTY, source.current());
            if (byDeadline.isEmpty()) {
                stopped = true;
                source.current().close();
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Resolves the paths and watches what they lead over, until nothing changes meanwhile. */
    void follow(Subscription subscription) {
        subscription.following.lock();
        try {
            for (int round = 0; round < FOLLOW_ROUNDS; round++) {
                if (!watch(subscription, Watchlist.of(subscription.paths()))) {
                    return;
                }
            }
            noteChange(subscription);
        } finally {
            subscription.following.unlock();
        }
    }

    /** Whether something is watched that wasn't before. */
    private boolean watch(Subscription subscription, Watchlist watchlist) {
        lock.lock();
        try {
            if (subscription.closed) {
                return false;
            }
            if (source.openIfMissing()) {
                thread.interrupt();
            }
            boolean fresh = directories.change(subscription, subscription.watchlist, watchlist, source.current());
            subscription.watchlist = watchlist;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /** A change that no event told of, or of more than a file. */
    void noteChange(Subscription subscription) {
        reschedule(subscription, schedule -> {
            subscription.touched.addEverything();
            schedule.changed(now());
        });
    }

    private void noteFile(Subscription subscription, Path file) {
        reschedule(subscription, schedule -> {
            subscription.touched.add(file);
            schedule.changed(now());
        });
    }

    void lookAfter(Subscription subscription, Duration delay) {
        Duration longest = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
        long nanos = longest.isNegative() ? 0 : longest.toNanos();
        reschedule(subscription, schedule -> schedule.retryAt(now() + nanos));
    }

    private void reschedule(Subscription subscription, Consumer<Schedule> change) {
        lock.lock();
        try {
            if (!subscription.closed) {
                byDeadline.remove(subscription);
                change.accept(subscription.schedule);
                subscription.deadline = subscription.schedule.deadline();
                byDeadline.add(subscription);
                wakeBefore(subscription.deadline);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wakeBefore(long deadline) {
        if (waiting && deadline - waitingUntil < 0) {
            waiting = false;
            thread.interrupt();
        }
    }

    private void run() {
        while (!isStopped()) {
            try {
                turn(LONGEST_WAIT);
            } catch (InterruptedException e) {
                // Something is due earlier than it was when the wait began, or it is over.
            } catch (ClosedWatchServiceException e) {
                reopen();
            } catch (Throwable t) {
                Log.survive("Watching files goes on after a fault.", t);
                LockSupport.parkNanos(PAUSE_AFTER_FAULT);
            }
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for events until something is due, or as long as it may, and serves what has come. */
    void turn(long longestWait) throws InterruptedException {
        DirectoryEvents events;
        long wait;
        lock.lock();
        try {
            events = source.current();
            long now = now();
            wait = byDeadline.isEmpty() ? longestWait : Math.min(longestWait, byDeadline.first().deadline - now);
            waiting = true;
            waitingUntil = now + wait;
        } finally {
            lock.unlock();
        }
        WatchKey key = null;
        try {
            key = events.next(wait);
        } finally {
            serve(key, events);
        }
    }

    private void serve(@Nullable WatchKey first, DirectoryEvents events) throws InterruptedException {
        lock.lock();
        try {
            waiting = false;
            WatchKey key = first;
            for (int keys = 1; key != null; keys++) {
                serve(key);
                key = keys < KEYS_AT_ONCE ? events.next(0) : null;
            }
            takeDue();
        } finally {
            lock.unlock();
            looks.submit();
        }
    }

    private void serve(WatchKey key) {
        Set<Directory> served = directories.of(key);
        boolean alive = false;
        try {
            for (WatchEvent<?> event : key.pollEvents()) {
                served.forEach(directory -> note(directory, event));
            }
        } finally {
            alive = key.reset();
        }
        if (!alive) {
            served.forEach(directory -> directory.forEach(this::noteUnknown));
        }
    }

    private void note(Directory directory, WatchEvent<?> event) {
        if (!(event.context() instanceof Path name)) {
            // OVERFLOW: more happened than could be kept.
            directory.forEach(this::noteUnknown);
            return;
        }
        boolean replaced = event.kind() == ENTRY_CREATE
                && directory.isNamed(name.toString())
                && Files.isSymbolicLink(directory.path.resolve(name));
        directory.forEachConcerned(name.toString(), (subscription, kind) -> {
            if (replaced && kind == Hop.Kind.LINK_TO_DIRECTORY) {
                reschedule(subscription, schedule -> schedule.swapped(now()));
                return;
            }
            if (kind == null) {
                noteFile(subscription, directory.path.resolve(name));
                return;
            }
            noteChange(subscription);
            if (kind != Hop.Kind.FILE && event.kind() != ENTRY_MODIFY) {
                // The paths lead elsewhere now: watch there before it is time to look.
                looks.want(subscription, null);
            }
        });
    }

    private void noteUnknown(Subscription subscription) {
        noteChange(subscription);
        looks.want(subscription, null);
    }

    private void takeDue() {
        long now = now();
        while (!byDeadline.isEmpty() && byDeadline.first().deadline - now <= 0) {
            Subscription subscription = byDeadline.first();
            reschedule(subscription, schedule -> {
                Reason reason = schedule.takeDue(now);
                if (!schedule.tookEventsAlone()) {
                    subscription.touched.addEverything();
                }
                if (reason != null) {
                    looks.want(subscription, reason);
                }
            });
        }
    }

    /** Someone closed the source. Everything that was watched is watched anew. */
    private void reopen() {
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            directories.forgetKeys();
            source.open();
            Set.copyOf(byDeadline).forEach(this::noteUnknown);
        } finally {
            lock.unlock();
            looks.submit();
        }
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }

    private static int compareDeadlines(Subscription one, Subscription other) {
        return one.deadline == other.deadline
                ? Long.compare(one.number, other.number)
                : Long.signum(one.deadline - other.deadline);
    }
}
