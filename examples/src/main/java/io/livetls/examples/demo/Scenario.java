package io.livetls.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The steps of the demo, in order. */
record Scenario(List<Step> steps) {

    /** A certificate's life, and what goes wrong in it. */
    static Scenario standard() {
        return new Scenario(List.of(
                new Step("Everything is as it was deployed", Baseline::run),
                new Step("Seen from outside, before", OutsideClients::run),
                new Step("The certificate is renewed", Rotations::renew),
                new Step("The key is changed", Rotations::changeKey),
                new Step("A new CA is trusted beside the old one", Rotations::overlap),
                new Step("Everybody moves to certificates of the new CA", Rotations::move),
                new Step("The old CA is dropped", Rotations::drop),
                new Step("A key that doesn't match", Faults::mismatch),
                new Step("A file that is cut off", Faults::truncated),
                new Step("A trust file that is empty", Faults::emptyTrust),
                new Step("Rotation goes on after all that", Rotations::renew),
                new Step("Seen from outside, after", OutsideClients::run)));
    }

    /** The same and one more. */
    Scenario with(Step step) {
        List<Step> all = new ArrayList<>(steps);
        all.add(step);
        return new Scenario(List.copyOf(all));
    }

    /** Runs the steps. One that can't come to its end ends the scenario: the next ones build on it. */
    void run(Deployment deployment, Timeline timeline, Verdict verdict) throws InterruptedException {
        for (Step step : steps) {
            timeline.heading(step.title());
            Report report = new Report(timeline, verdict, step.title());
            try {
                step.action().run(deployment, report);
            } catch (TimeoutException | RuntimeException e) {
                report.broken(e instanceof TimeoutException ? String.valueOf(e.getMessage()) : e.toString());
                return;
            }
        }
    }
}
