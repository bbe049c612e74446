package io.livetls.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Unary gRPC calls over live credentials against the same over static ones. In each round every variant makes a batch of
 * calls, one after the other on its open connection, in random order, and is compared with the static variant of the
 * same round: by time, and by the CPU time of all Java threads, which a busy machine doesn't blur. A second static variant
 * shows how far from 1.00 a ratio is by chance.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=GrpcRatio [-Dbenchmark.args="rounds batch"]
 * }</pre>
 */
final class GrpcRatio {
    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final double NANOS_PER_SECOND = 1_000_000_000.0;
    private static final int WARM_UP_SHARE = 4;

    private final int rounds;
    private final int batch;

    GrpcRatio(int rounds, int batch) {
        this.rounds = rounds;
        this.batch = batch;
    }

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 200 : Integer.parseInt(arguments.get(0));
        int batch = arguments.size() < 2 ? 300 : Integer.parseInt(arguments.get(1));
        return new GrpcRatio(rounds, batch).run();
    }

    Json run() throws IOException {
        List<Json> results = new ArrayList<>();
        for (Stack stack : List.of(Stack.NETTY_JDK, Stack.NETTY_BORINGSSL)) {
            if (stack.isAvailable()) {
                results.addAll(measure(stack));
            }
        }
        return Json.object().put("rounds", rounds).put("batch", batch).put("results", results);
    }

    /** One variant's batches. */
    private static final class Measured {
        private final GrpcCalls.Variant variant;
        private final GrpcCalls calls;
        private final double[] nanos;
        private final double[] cpuNanos;
        private final Latencies latencies;

        Measured(GrpcCalls.Variant variant, GrpcCalls calls, int rounds) {
            this.variant = variant;
            this.calls = calls;
            this.nanos = new double[rounds];
            this.cpuNanos = new double[rounds];
            this.latencies = new Latencies(variant.name());
        }

        void batch(int round, int size) {
            AllThreads threadsBefore = AllThreads.now();
            long began = System.nanoTime();
            long before = began;
            for (int i = 0; i < size; i++) {
                calls.call();
                long now = System.nanoTime();
                if (round >= 0) {
                    latencies.add(now - before);
                }
                before = now;
            }
            if (round >= 0) {
                nanos[round] = (double) (before - began) / size;
                cpuNanos[round] = (double) AllThreads.now().cpuNanosSince(threadsBefore) / size;
            }
        }
    }

    private List<Json> measure(Stack stack) throws IOException {
        List<Measured> variants = new ArrayList<>();
        try {
            Credentials credentials = Credentials.create();
            for (GrpcCalls.Variant variant : GrpcCalls.Variant.values()) {
                variants.add(new Measured(variant, GrpcCalls.of(stack, variant, credentials), rounds));
            }
            takeTurns(new ArrayList<>(variants));
            return report(stack, variants);
        } finally {
            for (Measured variant : variants) {
                variant.calls.close();
            }
        }
    }

    private void takeTurns(List<Measured> variants) {
        Random random = new Random(rounds);
        for (int round = -rounds / WARM_UP_SHARE - 1; round < rounds; round++) {
            Collections.shuffle(variants, random);
            for (Measured variant : variants) {
                variant.batch(round, batch);
            }
        }
    }

    private static List<Json> report(Stack stack, List<Measured> variants) {
        List<Json> results = new ArrayList<>();
        Measured base = variants.get(0);
        for (Measured variant : variants) {
            double[] time = Medians.ratios(variant.nanos, base.nanos);
            double[] cpu = Medians.ratios(variant.cpuNanos, base.cpuNanos);
            Json result = Json.object()
                    .put("stack", stack.name())
                    .put("variant", variant.variant)
                    .put("callsPerSecond", NANOS_PER_SECOND / Medians.of(variant.nanos))
                    .put("cpuMicros", Medians.of(variant.cpuNanos) / NANOS_PER_MICRO)
                    .put("timeRatio", Medians.of(time))
                    .put("timeRatioLow", Medians.low(time))
                    .put("timeRatioHigh", Medians.high(time))
                    .put("cpuRatio", Medians.of(cpu))
                    .put("cpuRatioLow", Medians.low(cpu))
                    .put("cpuRatioHigh", Medians.high(cpu))
                    .put("latency", variant.latencies.toJson());
            System.out.println(result);
            results.add(result);
        }
        return results;
    }
}
