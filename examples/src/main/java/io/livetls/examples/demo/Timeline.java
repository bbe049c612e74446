package io.livetls.examples.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints what happens, when, in the order in which it happens. Thread-safe. */
final class Timeline {
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean colours;
    private final long start = System.nanoTime();

    Timeline(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** A line without a time. */
    void title(String text) {
        print(style(BOLD, text));
    }

    /** What begins now. */
    void heading(String text) {
        print("");
        print(time() + "  " + style(BOLD, text));
    }

    /** What happened now, on a line of its own. */
    void event(String text) {
        print(time() + "  " + text);
    }

    /** A measured or observed fact. */
    void fact(String label, String text) {
        print(String.format(Locale.ROOT, "          %s %s", style(DIM, String.format("%-10s", label)), text));
    }

    /** Something that had to hold, and did. */
    void held(String text) {
        fact("held", style(GREEN, text));
    }

    /** Something that had to hold, and didn't. */
    void broken(String text) {
        fact("BROKEN", style(RED, text));
    }

    /** The last word. */
    void verdict(boolean good, String text) {
        print(style(BOLD + (good ? GREEN : RED), text));
    }

    void blank() {
        print("");
    }

    /** What another program prints, or a user may copy. */
    void verbatim(String text) {
        print("  " + text);
    }

    private String time() {
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return String.format(Locale.ROOT, "%6.1f s", millis / 1000.0);
    }

    private String style(String code, String text) {
        return colours ? code + text + RESET : text;
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
