package io.livetls.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a benchmark by name:
 *
 * <ul>
 *   <li>{@link Table}: everything that docs/performance.md quotes; {@code Record} and {@code Report} write it there
 *   <li>each {@link Measurement}
 *   <li>anything else is JMH's: a regular expression for its benchmarks, and JMH's own options
 * </ul>
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=SwapToHandshake -Dbenchmark.args="--swaps=300"
 * }</pre>
 *
 * <p>Results go to {@code benchmarks/target/NAME.json}.
 */
public final class Benchmarks {
    /** Before the name: where results go instead. */
    static final String INTO = "--into=";

    /** Held here, or its level would be forgotten. */
    private static final Logger LIVETLS = Logger.getLogger("io.livetls");

    private Benchmarks() {}

    /**
     * The command.
     *
     * @param arguments a name and that benchmark's own arguments
     * @throws Exception whatever goes wrong
     */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = new ArrayList<>(List.of(arguments));
        Path directory = Path.of("target");
        if (!rest.isEmpty() && rest.get(0).startsWith(INTO)) {
            directory = Path.of(rest.remove(0).substring(INTO.length()));
        }
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("name a benchmark: Table, Record, Report, "
                    + Stream.of(Measurement.values()).map(Measurement::title).collect(Collectors.joining(", "))
                    + ", or a regular expression for JMH");
        }
        // Hundreds of "now generation ..." on the console are neither wanted nor part of what is measured.
        LIVETLS.setLevel(Level.WARNING);
        String name = rest.remove(0);
        switch (name) {
            case "Table" -> Table.main(rest);
            case "Record" -> Table.record();
            case "Report" -> Table.report();
            default -> measure(name, rest, Files.createDirectories(directory).resolve(fileName(name)));
        }
    }

    private static void measure(String name, List<String> arguments, Path results) throws Exception {
        Optional<Measurement> measurement = Measurement.named(name);
        if (measurement.isPresent()) {
            write(results, measurement.get().run(arguments));
        } else {
            jmh(name, arguments, results);
        }
        System.out.println("\nResults: " + results.toAbsolutePath());
    }

    private static void write(Path file, Json results) throws IOException {
        results.put("java", System.getProperty("java.vm.version"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("measured", LocalDate.now(ZoneOffset.UTC));
        Files.writeString(file, results + "\n");
    }

    private static void jmh(String name, List<String> options, Path results) throws IOException {
        List<String> all = new ArrayList<>(List.of(name, "-rf", "json", "-rff", results.toString()));
        all.addAll(options);
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }

    private static String fileName(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_") + ".json";
    }
}
