package io.livetls.examples.demo;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Shows LiveTLS at work: a Netty server that requires client certificates, many clients that keep calling it, and every
 * change that certificates, keys and CAs go through, with the mistakes. Prints what was measured, and ends with whether
 * all held.
 *
 * <pre>
 * mvn -q -Pdemo -pl examples -am process-classes
 * mvn -q -Pdemo -pl examples -am process-classes -Dexec.args="--help"
 * </pre>
 */
public final class Demo {
    private static final int USAGE = 2;

    private Demo() {}

    /**
     * Runs the demo and ends the JVM with 0 if everything held, 1 if something didn't, 2 for wrong arguments.
     *
     * @param words see {@code --help}
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] words) throws InterruptedException {
        System.exit(run(List.of(words), System.out, System.in, Scenario.standard()));
    }

    /** The exit code. */
    static int run(List<String> words, PrintStream out, InputStream in, Scenario scenario) throws InterruptedException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (Arguments.UsageException e) {
            out.println(e.getMessage());
            out.println(Arguments.USAGE);
            return USAGE;
        }
        if (arguments == null) {
            out.println(Arguments.USAGE);
            return 0;
        }
        Timeline timeline = new Timeline(out, !arguments.plain() && Terminal.showsColours());
        try (LibraryLog log = new LibraryLog(timeline)) {
            if (arguments.log()) {
                log.show();
            }
            return arguments.secretDirectory() == null
                    ? play(arguments, timeline, in, scenario)
                    : Following.run(arguments, arguments.secretDirectory(), timeline, in);
        }
    }

    private static int play(Arguments arguments, Timeline timeline, InputStream in, Scenario scenario)
            throws InterruptedException {
        Verdict verdict = new Verdict();
        try (Deployment deployment = new Deployment(arguments.engine(), arguments.clients(), arguments.port())) {
            begin(arguments, timeline, deployment);
            scenario.run(deployment, timeline, verdict);
            end(timeline, verdict, deployment);
            if (arguments.hold()) {
                Holding.run(deployment, timeline, in, arguments.duration());
            }
        } catch (TimeoutException | IllegalStateException e) {
            timeline.verdict(false, "The demo can't go on: " + e.getMessage());
            return 1;
        }
        return verdict.exitCode();
    }

    private static void begin(Arguments arguments, Timeline timeline, Deployment deployment) {
        CallingClients clients = deployment.clients();
        timeline.title("LiveTLS demo: only files change, nothing is restarted");
        timeline.fact("server", "https://localhost:" + deployment.server().port() + "/, client certificates required");
        timeline.fact("engine", "Netty on " + deployment.server().engine(arguments.engine()));
        timeline.fact(
                "clients",
                clients.resuming() + " that resume their sessions and " + clients.fresh()
                        + " that never do; each call is a new connection");
        timeline.fact("files", deployment.directory() + ", changed as Kubernetes changes a mounted secret");
    }

    private static void end(Timeline timeline, Verdict verdict, Deployment deployment) {
        timeline.heading("Summary");
        Traffic all = Traffic.since(deployment.clients().log(), 0);
        timeline.fact("handshakes", all.toString());
        timeline.fact("failures", all.failed() + " of " + all.calls().size() + " calls (0 expected)");
        timeline.fact(
                "checked",
                verdict.count() + " things held, " + verdict.failures().size() + " didn't");
        verdict.failures().forEach(timeline::broken);
        timeline.blank();
        timeline.verdict(verdict.exitCode() == 0, verdict.exitCode() == 0 ? "All held." : "Not all held.");
    }
}
