package io.livetls.benchmarks.report;

/**
 * What a figure should be.
 *
 * @param text as the table has it
 * @param limit what still meets it
 * @param atLeast whether more is better
 */
record Goal(String text, double limit, boolean atLeast) {

    static Goal atMost(double limit, Unit unit) {
        return new Goal("at most " + unit.format(limit), limit, false);
    }

    static Goal atLeast(double limit, Unit unit) {
        return new Goal("at least " + unit.format(limit), limit, true);
    }

    /** As dear as that which it is compared with; cheaper is no miss. */
    static Goal noDearer() {
        return new Goal("0.98 to 1.02", 1.02, false);
    }

    boolean isMetBy(double value) {
        return atLeast ? value >= limit : value <= limit;
    }
}
