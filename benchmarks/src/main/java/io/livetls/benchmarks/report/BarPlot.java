package io.livetls.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lines of the table as bars in an SVG: a panel for each, ours above the others, the goal as a dashed line. Each panel has
 * its own scale, which begins at 0. Its grey is read on white as well as on black.
 */
final class BarPlot {
    private static final int COLUMNS = 2;
    private static final int COLUMN_WIDTH = 520;
    private static final int NAMES = 205;
    private static final int BARS = 210;
    private static final int BAR = 13;
    private static final int PANEL_HEAD = 20;
    private static final int PANEL_FOOT = 26;
    private static final int TITLE = 40;
    private static final int NUMBER = 45;
    private static final String OURS = "#2f81f7";
    private static final String PEER = "#8f8f8f";
    private static final String REFERENCE = "#8f8f8f\" fill-opacity=\"0.4";
    private static final String GOAL = "#d9730d";
    private static final int MOST_LETTERS = 34;

    private final StringBuilder svg = new StringBuilder();

    private BarPlot() {}

    static String of(String title, List<Line> lines) {
        // Of a figure without a goal and without a peer there is nothing to see.
        List<Line> measured = lines.stream()
                .filter(line -> line.ours() != null)
                .filter(line -> line.row().goal() != null || !line.row().peers().isEmpty())
                .toList();
        BarPlot plot = new BarPlot();
        int half = measured.stream().mapToInt(BarPlot::height).sum() / COLUMNS;
        int[] bottom = new int[COLUMNS];
        int column = 0;
        for (Line line : measured) {
            if (column < COLUMNS - 1 && bottom[column] + height(line) / 2 > half) {
                column++;
            }
            plot.panel(line, 10 + column * COLUMN_WIDTH, TITLE + bottom[column]);
            bottom[column] += height(line);
        }
        int height = TITLE + Math.max(bottom[0], bottom[COLUMNS - 1]);
        int width = COLUMNS * COLUMN_WIDTH;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="11" fill="#767676">
                <title>%s</title>
                <text x="10" y="22" font-size="15" font-weight="bold">%s</text>
                """.formatted(width, height, width, height, escaped(title), escaped(title)) + plot.svg + "</svg>\n";
    }

    private static int height(Line line) {
        return PANEL_HEAD + bars(line).size() * BAR + PANEL_FOOT;
    }

    private static List<Line.Named> bars(Line line) {
        List<Line.Named> bars = new ArrayList<>();
        Figure ours = line.ours();
        if (ours != null) {
            bars.add(new Line.Named("LiveTLS", ours));
        }
        bars.addAll(line.peers());
        bars.addAll(line.references());
        return bars;
    }

    private void panel(Line line, int x, int y) {
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>\n",
                x, y + 12, escaped(line.row().what())));
        Goal goal = line.row().goal();
        List<Line.Named> bars = bars(line);
        double most =
                bars.stream().mapToDouble(each -> each.figure().value()).max().orElse(1);
        double limit = goal == null ? 0 : goal.limit();
        double scale = BARS / Math.max(Math.max(most, limit), Double.MIN_NORMAL);
        int row = y + PANEL_HEAD;
        for (Line.Named each : bars) {
            double length = Math.max(each.figure().value() * scale, 1);
            // The goal's line doesn't cross the number.
            double gap = goal != null && limit * scale >= length && limit * scale < length + NUMBER
                    ? limit * scale - length
                    : 0;
            bar(each.name(), color(line, each), x, row, length);
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\">%s</text>\n",
                    x + NAMES + length + gap + 5,
                    row + 9,
                    line.row().unit().format(each.figure().value())));
            row += BAR;
        }
        if (goal != null) {
            goal(goal.text(), x + NAMES + limit * scale, y + PANEL_HEAD - 2, row);
        }
    }

    private void bar(String name, String color, int x, int y, double length) {
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                x + NAMES - 5,
                y + 9,
                escaped(name.length() > MOST_LETTERS ? name.substring(0, MOST_LETTERS - 1) + "…" : name)));
        svg.append(format(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                x + NAMES, y + 1, length, BAR - 3, color));
    }

    private void goal(String text, double x, int top, int bottom) {
        svg.append(format(
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\" stroke-dasharray=\"4 2\"/>",
                x, top, x, bottom, GOAL));
        svg.append(format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">goal: %s</text>\n",
                x, bottom + 10, GOAL, escaped(text)));
    }

    private static String color(Line line, Line.Named each) {
        if (each.figure().equals(line.ours())) {
            return OURS;
        }
        return line.references().contains(each) ? REFERENCE : PEER;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
