package io.livetls.watch;

import java.time.Duration;

/**
 * How long to wait before looking again.
 *
 * @param quiet after a change, how long nothing may happen before it counts as settled; zero to look at once
 * @param maxQuiet after the first change, how long to wait at most, however busy the files are
 * @param poll how often to look without any event
 */
public record WatchTiming(Duration quiet, Duration maxQuiet, Duration poll) {
    /** First of the constants, since the next one is checked against it. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /** 200 milliseconds of quiet, waited for 2 seconds at most; a poll every 10 seconds. */
    public static final WatchTiming DEFAULT =
            new WatchTiming(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(10));

    /**
     * Checks the values.
     *
     * @param quiet zero or more
     * @param maxQuiet at least {@code quiet}
     * @param poll more than zero
     * @throws IllegalArgumentException if one is out of its range, or longer than a year; the message names it
     */
    public WatchTiming {
        check(!quiet.isNegative(), "quiet", quiet, "zero or more");
        check(maxQuiet.compareTo(quiet) >= 0, "maxQuiet", maxQuiet, "at least quiet, " + quiet);
        check(maxQuiet.compareTo(LONGEST) <= 0, "maxQuiet", maxQuiet, "at most " + LONGEST);
        check(!poll.isNegative() && !poll.isZero(), "poll", poll, "more than zero");
        check(poll.compareTo(LONGEST) <= 0, "poll", poll, "at most " + LONGEST);
    }

    /**
     * The same timing with another poll.
     *
     * @param interval how often to look without any event
     * @return a copy
     * @throws IllegalArgumentException if it isn't more than zero
     */
    public WatchTiming withPoll(Duration interval) {
        return new WatchTiming(quiet, maxQuiet, interval);
    }

    private static void check(boolean ok, String name, Duration value, String expected) {
        if (!ok) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
