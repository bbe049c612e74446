package io.livetls.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table with its figures.
 *
 * @param row what was asked
 * @param ours null if it wasn't measured
 * @param peers those that were measured, the best one first
 * @param references those that were measured
 */
record Line(Row row, @Nullable Figure ours, List<Named> peers, List<Named> references) {

    /** Whose figure. */
    record Named(String name, Figure figure) {}

    static Line of(Row row, Measurements measurements) {
        Comparator<Named> bestFirst =
                Comparator.comparingDouble(each -> each.figure().value());
        Goal goal = row.goal();
        if (goal != null && goal.atLeast()) {
            bestFirst = bestFirst.reversed();
        }
        return new Line(
                row,
                measurements.find(row.ours()),
                found(row.peers(), measurements).stream().sorted(bestFirst).toList(),
                found(row.references(), measurements));
    }

    private static List<Named> found(List<Row.Other> others, Measurements measurements) {
        List<Named> found = new ArrayList<>();
        for (Row.Other each : others) {
            Figure figure = measurements.find(each.pick());
            if (figure != null) {
                found.add(new Named(each.name(), figure));
            }
        }
        return found;
    }

    String verdict() {
        Goal goal = row.goal();
        if (ours == null) {
            return "not measured";
        }
        if (goal == null) {
            return "no goal";
        }
        return goal.isMetBy(ours.value()) ? "met" : "**missed**";
    }
}
