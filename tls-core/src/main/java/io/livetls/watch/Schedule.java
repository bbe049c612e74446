package io.livetls.watch;

import org.jspecify.annotations.Nullable;

/**
 * When one registration is due, and why. Pure: the time is handed in, in nanoseconds of one monotonic clock, which may
 * overflow; so times are compared by their difference. Not thread-safe.
 *
 * <p>While changes haven't settled only a swap is answered: a retry or a poll would look at files that are being written,
 * and the look that is due when they have settled answers them too.
 */
final class Schedule {
    private final long quiet;
    private final long maxQuiet;
    private final long poll;

    private boolean eventsAlone;
    private boolean swapped;
    private long swappedAt;
    private boolean unsettled;
    private long firstChange;
    private long lastChange;
    private boolean retrying;
    private long retryAt;
    private long pollAt;

    /** The polls come at {@code firstPoll} and each interval after it, whatever else happens: so they stay spread. */
    Schedule(WatchTiming timing, long firstPoll) {
        this.quiet = timing.quiet().toNanos();
        this.maxQuiet = timing.maxQuiet().toNanos();
        this.poll = timing.poll().toNanos();
        this.pollAt = firstPoll;
    }

    void swapped(long now) {
        if (!swapped) {
            swapped = true;
            swappedAt = now;
        }
    }

    void changed(long now) {
        if (!unsettled) {
            unsettled = true;
            firstChange = now;
        }
        lastChange = now;
    }

    void retryAt(long time) {
        retrying = true;
        retryAt = time;
    }

    long deadline() {
        if (swapped) {
            return swappedAt;
        }
        if (unsettled) {
            return settledAt();
        }
        return retrying ? earlier(retryAt, pollAt) : pollAt;
    }

    /** What is due is answered by one look: the strongest reason of all that are due, which then are no longer. */
    @Nullable Reason takeDue(long now) {
        Reason reason = null;
        eventsAlone = true;
        if (!unsettled || isReached(settledAt(), now)) {
            if (isReached(pollAt, now)) {
                pollAt += (now - pollAt) / poll * poll + poll;
                reason = Reason.POLL;
                eventsAlone = false;
            }
            if (retrying && isReached(retryAt, now)) {
                retrying = false;
                reason = Reason.RETRY;
                eventsAlone = false;
            }
            if (unsettled) {
                unsettled = false;
                reason = Reason.SETTLED;
            }
        }
        if (swapped) {
            swapped = false;
            reason = Reason.SWAPPED;
            eventsAlone = false;
        }
        return reason;
    }

    /** Whether what was taken last answered no poll, no retry and no swap besides: those want everything looked at. */
    boolean tookEventsAlone() {
        return eventsAlone;
    }

    private long settledAt() {
        return earlier(lastChange + quiet, firstChange + maxQuiet);
    }

    private static boolean isReached(long time, long now) {
        return now - time >= 0;
    }

    private static long earlier(long one, long other) {
        return one - other <= 0 ? one : other;
    }
}
