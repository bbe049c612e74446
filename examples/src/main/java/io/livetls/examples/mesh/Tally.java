package io.livetls.examples.mesh;

/**
 * The calls in one direction.
 *
 * @param succeeded as the caller counts
 * @param failed as the caller counts
 * @param answered as the peer counts
 */
record Tally(long succeeded, long failed, long answered) {
    static final Tally NONE = new Tally(0, 0, 0);

    Tally plus(Tally other) {
        return new Tally(succeeded + other.succeeded, failed + other.failed, answered + other.answered);
    }

    Tally minus(Tally other) {
        return new Tally(succeeded - other.succeeded, failed - other.failed, answered - other.answered);
    }

    long made() {
        return succeeded + failed;
    }
}
