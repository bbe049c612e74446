package io.livetls.examples.mesh;

import java.util.List;
import java.util.Map;

/**
 * One run.
 *
 * @param title what was tried
 * @param steps after each step of each pod
 * @param links all calls, in every direction
 * @param restarts how many pods were started anew
 * @param log what the pods have logged, by pod
 */
record RunReport(
        String title, List<StepReport> steps, Map<Link, Tally> links, int restarts, Map<String, List<String>> log) {
    RunReport {
        steps = List.copyOf(steps);
    }

    Tally calls() {
        return links.values().stream().reduce(Tally.NONE, Tally::plus);
    }

    /** Whether every pod reached every other one after each step, and no call failed in between. */
    boolean isFlawless() {
        return !steps.isEmpty()
                && calls().failed() == 0
                && steps.stream().allMatch(step -> step.unreached().isEmpty());
    }

    /** Whether every pod reached every other one after the last step. */
    boolean endsWell() {
        return steps.get(steps.size() - 1).unreached().isEmpty();
    }
}
