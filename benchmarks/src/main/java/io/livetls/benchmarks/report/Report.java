package io.livetls.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the table and the plots of results: {@code jdk17/ChainRatio.json} and the like below a directory. Nothing is
 * measured, so the same results give the same bytes.
 *
 * @param table Markdown, for all JDKs
 * @param plots one for each JDK
 */
public record Report(String table, List<Plot> plots) {
    private static final String BEGIN = "<!-- the table: made by the benchmark \"Report\" -->\n";
    private static final String END = "<!-- the table's end -->\n";

    /**
     * A picture.
     *
     * @param fileName such as {@code performance-jdk17.svg}
     * @param svg its text
     */
    public record Plot(String fileName, String svg) {}

    /** Copies the lists. */
    public Report {
        plots = List.copyOf(plots);
    }

    /**
     * Reads results.
     *
     * @param results with a directory for each JDK
     * @return table and plots
     * @throws IOException if they can't be read
     */
    public static Report of(Path results) throws IOException {
        List<Path> directories;
        try (Stream<Path> all = Files.list(results)) {
            directories = all.filter(each -> String.valueOf(each.getFileName()).matches("jdk\\d+"))
                    .sorted()
                    .toList();
        }
        StringBuilder table = new StringBuilder();
        List<Plot> plots = new ArrayList<>();
        for (Path each : directories) {
            Measurements measurements = Measurements.read(each);
            List<Line> lines = lines(measurements);
            String title = "JDK " + measurements.feature();
            String plot = "performance-" + measurements.jdk() + ".svg";
            table.append("### ").append(title).append("\n\n");
            table.append(measurements.origin()).append(".\n\n");
            table.append(MarkdownTable.of(lines)).append('\n');
            table.append("![The table for ")
                    .append(title)
                    .append(" as bars](")
                    .append(plot)
                    .append(")\n\n");
            plots.add(new Plot(
                    plot,
                    BarPlot.of("LiveTLS and others, " + title + ": less is better, but for what resumes", lines)));
        }
        return new Report(table.toString(), plots);
    }

    static List<Line> lines(Measurements measurements) {
        return Rows.of(measurements.feature()).stream()
                .map(row -> Line.of(row, measurements))
                .toList();
    }

    /**
     * A document with this table in place of the one that it has.
     *
     * @param document with the two comments between which a table stands
     * @return the new one
     */
    public String in(String document) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document has no place for the table: " + BEGIN + END);
        }
        return document.substring(0, begin) + BEGIN + "\n" + table + document.substring(end);
    }

    /**
     * Writes the plots, and the table into a document beside them.
     *
     * @param document that has a place for the table
     * @throws IOException if that fails
     */
    public void writeInto(Path document) throws IOException {
        Files.writeString(document, in(Files.readString(document)));
        for (Plot each : plots) {
            Files.writeString(document.resolveSibling(each.fileName()), each.svg());
        }
    }
}
