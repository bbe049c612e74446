package io.livetls.benchmarks;

import io.livetls.benchmarks.report.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The whole table of docs/performance.md: runs every measurement, each in a JVM of its own, one after the other, and makes the
 * table and a plot of what they leave.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=Table [-Dbenchmark.args="quick [NAME...]"]
 * }</pre>
 *
 * <p>Results go to {@code benchmarks/target/table/jdkN/NAME.json}, table and plots to {@code benchmarks/target/table}. By another
 * JDK the same command adds that one's. {@code Record} then copies the results to {@code benchmarks/results} and writes
 * docs/performance.md anew; {@code Report} does that alone, of the results that are there.
 */
final class Table {
    private static final Path MEASURED = Path.of("target", "table");
    private static final Path RECORDED = Path.of("results");
    private static final Path DOCUMENT = Path.of("..", "docs", "performance.md");
    private static final String QUICK = "quick";

    private final Path results;
    private final boolean quick;
    private final List<Measurement> measurements;

    /**
     * Prepares.
     *
     * @param results where directories of JDKs go
     * @param quick for a look at everything, of no worth otherwise
     */
    Table(Path results, boolean quick, List<Measurement> measurements) {
        this.results = results;
        this.quick = quick;
        this.measurements = List.copyOf(measurements);
    }

    static void main(List<String> arguments) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(arguments);
        boolean quick = names.remove(QUICK);
        System.out.println(new Table(MEASURED, quick, wanted(names)).run().table());
    }

    /** Those of these names; all if there are none. */
    static List<Measurement> wanted(List<String> names) {
        if (names.isEmpty()) {
            return List.of(Measurement.values());
        }
        return names.stream()
                .map(name -> Measurement.named(name)
                        .orElseThrow(() -> new IllegalArgumentException("no measurement of the table: " + name)))
                .toList();
    }

    /** The report of all that is there now. */
    Report run() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(
                results.resolve("jdk" + Runtime.version().feature()));
        for (Measurement each : measurements) {
            Optional<List<String>> arguments = each.arguments(quick);
            if (arguments.isPresent()) {
                System.out.println("\n" + each.title() + " " + String.join(" ", arguments.get()));
                runInAJvm(each, directory, arguments.get());
            }
        }
        Report report = Report.of(results);
        Files.writeString(results.resolve("table.md"), report.table());
        for (Report.Plot plot : report.plots()) {
            Files.writeString(results.resolve(plot.fileName()), plot.svg());
        }
        return report;
    }

    private static void runInAJvm(Measurement measurement, Path directory, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Benchmarks.class.getName(),
                Benchmarks.INTO + directory,
                measurement.title()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(System.out::println);
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(measurement.title() + " failed");
        }
    }

    /** Makes what was measured the results that the documentation quotes. */
    static void record() throws IOException {
        try (Stream<Path> files = Files.walk(MEASURED, 2)) {
            for (Path each :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                Path target = RECORDED.resolve(MEASURED.relativize(each));
                Files.createDirectories(RECORDED.resolve(MEASURED.relativize(each.resolveSibling(""))));
                Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        report();
    }

    /** Writes the documentation's table and plots anew. */
    static void report() throws IOException {
        Report.of(RECORDED).writeInto(DOCUMENT);
    }
}
