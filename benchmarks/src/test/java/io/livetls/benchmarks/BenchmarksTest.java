package io.livetls.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That each benchmark still measures something; how much is no matter of a test. */
class BenchmarksTest {

    @Test
    void handshakesAreMeasuredForEveryStackThatIsThere() throws Exception {
        Collection<RunResult> results =
                run(shortest(HandshakeBenchmark.class).param("stack", stacks()).param("context", Context.LIVE.name()));

        // Two kinds of handshake.
        assertThat(results).hasSize(2 * stacks().length).allSatisfy(BenchmarksTest::hasScore);
    }

    @Test
    void everyKindOfKeyManagerIsMeasured() throws Exception {
        Collection<RunResult> results = run(shortest(KeyManagerBenchmark.class));

        assertThat(results).hasSize(KeyManagerBenchmark.Keys.values().length).allSatisfy(BenchmarksTest::hasScore);
    }

    @Test
    void handshakesSucceedWhileGenerationsChange() throws Exception {
        Collection<RunResult> results = run(shortest(RotationBenchmark.class)
                .param("stack", stacks())
                .param("change", RotationBenchmark.Change.TRUST.name()));

        // Two groups.
        assertThat(results).hasSize(2 * stacks().length).allSatisfy(BenchmarksTest::hasScore);
    }

    @Test
    void theRatioIsTakenOfEveryVariant() throws Exception {
        String results = new HandshakeRatio(2, 1).run().toString();

        for (String stack : stacks()) {
            assertThat(results).contains("\"stack\": \"" + stack + "\", \"variant\": \"live both\"");
        }
        assertThat(results).contains("\"ratio\": ").doesNotContain("null");
    }

    @Test
    void handshakesByANativeProviderAreMeasuredBesideTheJdks() throws Exception {
        String results = new NativeJsseRatio(2, 2).run().toString();

        assertThat(results)
                .contains("\"variant\": \"live, native\", \"ratio\": ")
                .doesNotContain("null");
    }

    @Test
    void manyClientsAreMeasuredInEveryWay() throws Exception {
        List<Json> results = new ChainRatio(2, 2, 40, false).run();

        assertThat(results)
                .hasSizeGreaterThan(Peer.values().length)
                .allSatisfy(result -> assertThat(result.toString())
                        .contains("\"ratio\": ", "\"bytes\": ")
                        .doesNotContain("null"));
        for (Peer peer : Peer.values()) {
            assertThat(results.toString()).contains("\"variant\": \"" + peer.title() + "\"");
        }
    }

    @Test
    void everyLibraryLoadsAllCertificates() throws Exception {
        String results = new LoadRatio(2, 3).run().toString();

        for (Loader loader : Loader.values()) {
            assertThat(results).contains("\"how\": \"" + loader.title() + "\"");
        }
        assertThat(results).contains("\"what\": \"directory\"", "\"bytes\": ").doesNotContain("null");
    }

    @Test
    void aReloadWithOneNewFileIsMeasuredByCallAndByEvent() throws Exception {
        String results = new ReloadRatio(2, 3).run().toString();

        assertThat(results)
                .contains("\"how\": \"LiveTLS, reload()\"", "\"how\": \"LiveTLS, by the event: CPU\"")
                .contains("\"how\": \"JDK, naively\"", "\"ratio\": ")
                .doesNotContain("null");
    }

    @Test
    void bytesThroughOpenConnectionsAreMeasuredForEveryStackThatIsThere() throws Exception {
        String results = new ThroughputRatio(2, 3).run().toString();

        for (String stack : stacks()) {
            assertThat(results).contains("\"stack\": \"" + stack + "\", \"variant\": \"live both\"");
        }
        assertThat(results).contains("\"ratio\": ").doesNotContain("null");
    }

    @Test
    void anotherLibraryThatWatchesItsFilesShowsTheNewCertificateInTheEnd() throws Exception {
        assumeThat(Stack.NETTY_BORINGSSL.isAvailable()).isTrue();

        // gRPC's would take a minute.
        String results = new SwapPeers(1, Duration.ZERO, Duration.ofMillis(10))
                .run(WatchingPeer.SPRING)
                .toString();

        assertThat(results).contains("\"what\": \"Spring Boot's bundle, reload-on-update\", \"count\": 1");
    }

    @Test
    void theFirstUseIsMeasuredInAJvmOfItsOwn() throws Exception {
        String results = FirstUse.main(List.of("1")).toString();

        assertThat(results)
                .contains("\"what\": \"a PKCS#1 key\", \"how\": \"LiveTLS\"")
                .doesNotContain("null");
    }

    @Test
    void callsOfGrpcAreMeasuredForEveryVariant() throws Exception {
        String results = new GrpcRatio(2, 3).run().toString();

        for (String stack : stacks()) {
            if (!stack.equals(Stack.JSSE.name())) {
                for (GrpcCalls.Variant variant : GrpcCalls.Variant.values()) {
                    assertThat(results).contains("\"stack\": \"" + stack + "\", \"variant\": \"" + variant + "\"");
                }
            }
        }
        assertThat(results).contains("\"cpuRatio\": ").doesNotContain("null");
    }

    @ParameterizedTest
    @EnumSource
    void everyServerShowsEachChangeToAClient(SwapToHandshake.Server server) throws Exception {
        String results = SwapToHandshake.run(server, 3).toString();

        assertThat(results)
                .contains("\"change\": \"swap of ..data\"", "\"change\": \"tls.crt and tls.key written in place\"")
                .contains("\"failedHandshakes\": 0")
                .doesNotContain("\"failedHandshakes\": 1", "null");
    }

    @Test
    void handlesAreMeasuredFewAndMany() throws Exception {
        String results = new ManyHandles(2, 0.1, 2, 4).run().toString();

        assertThat(results)
                .contains("\"handles\": 2,", "\"handles\": 4,", "\"watchingThreads\": 1", "\"cpuNanosPerLookUp\": ")
                .doesNotContain("null");
    }

    @Test
    void clientsResumeWhenTheServersCertificateAloneWasReplaced() throws Exception {
        assumeThat(Stack.NETTY_BORINGSSL.isAvailable()).isTrue();

        String results = new ReconnectAfterRotation(2, 3).run().toString();

        assertThat(results)
                .containsOnlyOnce("\"handshakes\": 6, \"resumedPercent\": 100.000")
                .containsOnlyOnce("\"handshakes\": 6, \"resumedPercent\": 0.000");
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }

    private static ChainedOptionsBuilder shortest(Class<?> benchmark) {
        return new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(100))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static void hasScore(RunResult result) {
        assertThat(result.getPrimaryResult().getScore()).isPositive();
    }

    private static String[] stacks() {
        return Arrays.stream(Stack.values())
                .filter(Stack::isAvailable)
                .map(Stack::name)
                .toArray(String[]::new);
    }
}
