package io.livetls.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a benchmark by name:
 *
 * <ul>
 *   <li>{@link SwapToHandshake}: from a change on disk to the first handshake that shows it
 *   <li>{@link HandshakeRatio}: a live context against a static one, in turns
 *   <li>{@link ChainRatio}: what many distinct clients cost a server
 *   <li>{@link GrpcRatio}: calls over live gRPC credentials against calls over static ones, in turns
 *   <li>{@link ManyHandles}: thousands of handles in one JVM
 *   <li>{@link ReconnectAfterRotation}: what all clients cost that connect again after a rotation
 *   <li>{@link LoadRatio}: trust loaded by this library, by others, and by the least that has to be done
 *   <li>{@link FirstUse}: the first key and the first bundle of a fresh JVM
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
        if (arguments.length == 0) {
            throw new IllegalArgumentException(
                    "name a benchmark: SwapToHandshake, HandshakeRatio, ChainRatio, GrpcRatio, ManyHandles,"
                            + " ReconnectAfterRotation, LoadRatio, FirstUse, or a regular expression for JMH");
        }
        // Hundreds of "now generation ..." on the console are neither wanted nor part of what is measured.
        LIVETLS.setLevel(Level.WARNING);
        String name = arguments[0];
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        Path results = Files.createDirectories(Path.of("target")).resolve(fileName(name));
        switch (name) {
            case "SwapToHandshake" -> write(results, SwapToHandshake.main(rest));
            case "HandshakeRatio" -> write(results, HandshakeRatio.main(rest));
            case "ChainRatio" -> write(results, ChainRatio.main(rest));
            case "GrpcRatio" -> write(results, GrpcRatio.main(rest));
            case "ManyHandles" -> write(results, ManyHandles.main(rest));
            case "ReconnectAfterRotation" -> write(results, ReconnectAfterRotation.main(rest));
            case "LoadRatio" -> write(results, LoadRatio.main(rest));
            case "FirstUse" -> write(results, FirstUse.main(rest));
            case "ReloadRatio" -> write(results, ReloadRatio.main(rest));
            case "ThroughputRatio" -> write(results, ThroughputRatio.main(rest));
            case "SwapPeers" -> write(results, SwapPeers.main(rest));
            default -> jmh(name, rest, results);
        }
        System.out.println("\nResults: benchmarks/" + results);
    }

    private static void write(Path file, Json results) throws IOException {
        results.put("java", System.getProperty("java.vm.version"))
                .put("processors", Runtime.getRuntime().availableProcessors());
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
