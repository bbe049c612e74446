package io.livetls.benchmarks.report;

import java.util.Locale;

/** What a figure is counted in, and how it is written. */
enum Unit {
    /** To what it is compared with, which is 1. */
    RATIO(""),
    /** One that is near to 1, or to 0. */
    FINE_RATIO(""),
    PERCENT(" %"),
    MILLISECONDS(" ms"),
    MICROSECONDS(" us"),
    NANOSECONDS(" ns"),
    KILOBYTES(" KB");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    String format(double value) {
        return number(value) + symbol;
    }

    /** With as many digits as say something. */
    String number(double value) {
        int digits = switch (this) {
            case RATIO -> value < 10 ? 2 : 0;
            case FINE_RATIO -> value < 10 ? 3 : 0;
            case PERCENT -> 0;
            default -> value < 100 ? 1 : 0;
        };
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** {@code 1.2 MB}. */
    static String bytes(double bytes) {
        if (bytes < 1e3) {
            return String.format(Locale.ROOT, "%.0f B", bytes);
        }
        return bytes < 1e6
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
