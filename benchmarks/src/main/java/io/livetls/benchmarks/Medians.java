package io.livetls.benchmarks;

import java.util.Arrays;

/** Medians, and between which values of a sample a median is by 95 %: order statistics, so nothing is assumed. */
final class Medians {
    private Medians() {}

    static double of(double[] values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double low(double[] values) {
        return sorted(values)[rank(values.length, -1)];
    }

    static double high(double[] values) {
        return sorted(values)[rank(values.length, 1)];
    }

    /** Each value against the base's of the same round. */
    static double[] ratios(double[] values, double[] base) {
        double[] ratios = new double[values.length];
        Arrays.setAll(ratios, round -> values[round] / base[round]);
        return ratios;
    }

    /** The order statistic that bounds the median with 97.5 % on one side. */
    private static int rank(int count, int side) {
        double rank = count / 2.0 + side * 1.96 * Math.sqrt(count) / 2.0;
        return (int) Math.max(0, Math.min(count - 1, Math.round(rank)));
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
