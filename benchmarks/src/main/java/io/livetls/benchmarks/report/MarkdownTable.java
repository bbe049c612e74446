package io.livetls.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table as Markdown. */
final class MarkdownTable {
    private MarkdownTable() {}

    static String of(List<Line> lines) {
        StringBuilder table = new StringBuilder(
                "| what | goal | LiveTLS | others, the best one first; *for comparison* | |\n|---|---|---|---|---|\n");
        for (Line line : lines) {
            Goal goal = line.row().goal();
            Figure ours = line.ours();
            table.append("| ").append(line.row().what());
            table.append(" | ").append(goal == null ? "" : goal.text());
            table.append(" | ")
                    .append(
                            ours == null
                                    ? ""
                                    : "**" + text(line.row().unit(), ours).replaceFirst("( \\(|, |$)", "**$1"));
            table.append(" | ").append(others(line));
            table.append(" | ").append(line.verdict()).append(" |\n");
        }
        return table.toString();
    }

    private static String others(Line line) {
        List<String> all = new ArrayList<>();
        for (Line.Named each : line.peers()) {
            all.add(each.name() + " " + text(line.row().unit(), each.figure()));
        }
        for (Line.Named each : line.references()) {
            all.add("*" + each.name() + " " + text(line.row().unit(), each.figure()) + "*");
        }
        return all.stream().collect(Collectors.joining("; "));
    }

    /** {@code 1.23 (1.20 to 1.25), 12.0 KB}. */
    private static String text(Unit unit, Figure figure) {
        StringBuilder text = new StringBuilder(unit.format(figure.value()));
        if (figure.hasInterval()) {
            text.append(" (")
                    .append(unit.number(figure.low()))
                    .append(" to ")
                    .append(unit.number(figure.high()))
                    .append(')');
        }
        if (!Double.isNaN(figure.bytes())) {
            text.append(", ").append(Unit.bytes(figure.bytes()));
        }
        return text.toString();
    }
}
