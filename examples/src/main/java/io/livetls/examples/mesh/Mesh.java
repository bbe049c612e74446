package io.livetls.examples.mesh;

import io.livetls.examples.demo.TemporaryDirectory;
import java.util.List;

/**
 * Starts pods that call each other by gRPC with mutual TLS all the time, each in a JVM of its own, and brings them to a new
 * certificate: in the ways that work, and in one that doesn't. Prints what was seen after each step of each pod.
 *
 * <pre>
 * mvn -q -Pmesh -pl examples -am process-classes
 * mvn -q -Pmesh -pl examples -am process-classes -Dmesh.pods=5 -Dmesh.engine=jdk
 * </pre>
 */
public final class Mesh {
    private static final int FEWEST = 2;
    private static final int MOST = 20;

    /** Netty's own switch: without BoringSSL the JDK's engine speaks TLS. */
    private static final String WITHOUT_OPENSSL = "-Dio.netty.handler.ssl.noOpenSsl=true";

    private Mesh() {}

    /**
     * Performs all runs, and ends the JVM with 0 if they went as they should, 1 if not, 2 for wrong arguments.
     *
     * @param args how many pods, and who speaks TLS: {@code openssl} or {@code jdk}
     */
    public static void main(String[] args) {
        int pods = Integer.parseInt(args[0]);
        if (pods < FEWEST || pods > MOST || !List.of("openssl", "jdk").contains(args[1])) {
            System.err.println("mesh.pods: " + FEWEST + " to " + MOST + "; mesh.engine: openssl or jdk");
            System.exit(2);
        }
        boolean good;
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            good = perform(new Runs(directory.path(), pods, jvmOptions(args[1])), new MeshTable(System.out));
        }
        System.exit(good ? 0 : 1);
    }

    static List<String> jvmOptions(String engine) {
        return engine.equals("jdk") ? List.of(WITHOUT_OPENSSL) : List.of();
    }

    private static boolean perform(Runs runs, MeshTable table) {
        boolean good = flawless(runs.selfSignedInThreeSteps(), table);
        good &= flawless(runs.sharedCaInOneStep(), table);
        good &= flawless(runs.selfSignedByRestarts(), table);
        RunReport incomplete = runs.withoutTheFirstStep();
        table.print(incomplete);
        table.printWarnings(incomplete);
        good &= incomplete.calls().failed() > 0 && incomplete.endsWell();
        return table.verdict(good);
    }

    private static boolean flawless(RunReport report, MeshTable table) {
        table.print(report);
        return report.isFlawless();
    }
}
