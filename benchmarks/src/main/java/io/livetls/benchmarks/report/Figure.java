package io.livetls.benchmarks.report;

/**
 * What was measured.
 *
 * @param value mostly a median
 * @param low where the 95 % confidence interval of the value begins; NaN if there is none
 * @param high where it ends; NaN if there is none
 * @param bytes allocated; NaN if nobody looked
 */
record Figure(double value, double low, double high, double bytes) {

    boolean hasInterval() {
        // Of what the others are compared with every ratio is 1.
        return low < high;
    }
}
