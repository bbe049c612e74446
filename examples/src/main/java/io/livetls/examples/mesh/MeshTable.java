package io.livetls.examples.mesh;

import java.io.PrintStream;
import java.util.Locale;

/** Prints what a run has shown. */
final class MeshTable {
    private final PrintStream out;

    MeshTable(PrintStream out) {
        this.out = out;
    }

    void print(RunReport run) {
        out.printf("%n%s%n", run.title());
        row("step", "pod", "reached", "calls", "failed");
        for (StepReport step : run.steps()) {
            row(
                    step.step(),
                    step.pod(),
                    step.reached() + " of " + step.meetings().size(),
                    String.valueOf(step.calls().made()),
                    String.valueOf(step.calls().failed()));
        }
        Tally all = run.calls();
        out.printf(
                Locale.ROOT, "  %,d calls, %,d failed; %d pods restarted%n", all.made(), all.failed(), run.restarts());
        out.flush();
    }

    /** What an operator would find in the logs. */
    void printWarnings(RunReport run) {
        out.println("  What the logs say:");
        run.log().values().stream()
                .flatMap(lines -> lines.stream().filter(line -> line.startsWith("WARNING")))
                .forEach(line -> out.println("    " + line));
    }

    /** The last word. */
    boolean verdict(boolean good) {
        out.printf("%n%s%n", good ? "All as it should be." : "Not all as it should be.");
        return good;
    }

    private void row(String step, String pod, String reached, String calls, String failed) {
        out.printf(Locale.ROOT, "  %-24s %-8s %9s %9s %7s%n", step, pod, reached, calls, failed);
    }
}
