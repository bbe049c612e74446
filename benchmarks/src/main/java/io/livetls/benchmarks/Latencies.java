package io.livetls.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Times of one kind, and what is said of them. Thread-safe. */
final class Latencies {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final String name;
    private long[] nanos = new long[1024];
    private int count;

    Latencies(String name) {
        this.name = name;
    }

    synchronized void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    /** The smallest time that this part of all times doesn't exceed; NaN without any. */
    synchronized double millis(double part) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(part * count);
        return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
    }

    synchronized Json toJson() {
        return Json.object()
                .put("what", name)
                .put("count", count)
                .put("p50", millis(0.50))
                .put("p90", millis(0.90))
                .put("p99", millis(0.99))
                .put("max", millis(1.00));
    }

    static String heading() {
        return String.format(
                Locale.ROOT, "%-46s %8s %9s %9s %9s %9s", "milliseconds", "count", "p50", "p90", "p99", "max");
    }

    @Override
    public synchronized String toString() {
        return String.format(
                Locale.ROOT,
                "%-46s %8d %9.2f %9.2f %9.2f %9.2f",
                name,
                count,
                millis(0.50),
                millis(0.90),
                millis(0.99),
                millis(1.00));
    }
}
