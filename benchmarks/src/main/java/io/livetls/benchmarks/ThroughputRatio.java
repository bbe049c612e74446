package io.livetls.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * Bytes through open connections of live contexts against the same through those of static ones: TLS 1.3, in memory, in one
 * thread, the server sends and the client reads. In each round every variant moves as many bytes, in random order, and is
 * compared by CPU time with the static variant of the same round. A second static variant shows how far from 1.00 a
 * ratio is by chance.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=ThroughputRatio [-Dbenchmark.args="rounds records"]
 * }</pre>
 */
final class ThroughputRatio {
    private static final int RECORD = 16 * 1024;
    private static final int MOST_OVERHEAD = 1024;
    private static final int WARM_UP_SHARE = 2;

    private final int rounds;
    private final int records;
    private final ByteBuffer sent = ByteBuffer.allocateDirect(RECORD);
    private final ByteBuffer wire = ByteBuffer.allocateDirect(RECORD + MOST_OVERHEAD);
    private final ByteBuffer received = ByteBuffer.allocateDirect(2 * RECORD);

    ThroughputRatio(int rounds, int records) {
        this.rounds = rounds;
        this.records = records;
    }

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 200 : Integer.parseInt(arguments.get(0));
        int records = arguments.size() < 2 ? 200 : Integer.parseInt(arguments.get(1));
        return new ThroughputRatio(rounds, records).run();
    }

    Json run() throws Exception {
        List<Json> results = new ArrayList<>();
        for (Stack stack : Stack.values()) {
            if (stack.isAvailable()) {
                results.addAll(measure(stack));
            }
        }
        return Json.object()
                .put("rounds", rounds)
                .put("bytesPerRound", (long) records * RECORD)
                .put("results", results);
    }

    /** One variant's open connection. */
    private final class Variant implements AutoCloseable {
        private final String name;
        private final Pair.Open connection;
        private final Meter meter = new Meter();
        private final double[] nanos = new double[rounds];
        private final double[] bytes = new double[rounds];

        Variant(String name, Pair pair) throws SSLException {
            this.name = name;
            this.connection = pair.open();
        }

        void batch(int round) throws SSLException {
            meter.reset();
            meter.begin();
            for (int i = 0; i < records; i++) {
                record(connection.server(), connection.client());
            }
            meter.end();
            nanos[round] = (double) meter.nanos() / records;
            bytes[round] = (double) meter.bytes() / records;
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    private void record(SSLEngine from, SSLEngine to) throws SSLException {
        sent.clear();
        wire.clear();
        received.clear();
        while (sent.hasRemaining()) {
            check(from.wrap(sent, wire));
            wire.flip();
            while (wire.hasRemaining()) {
                check(to.unwrap(wire, received));
            }
            wire.clear();
        }
        if (received.position() != RECORD) {
            throw new IllegalStateException("not what was sent: " + received);
        }
    }

    private static void check(SSLEngineResult result) {
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new IllegalStateException("unexpected: " + result);
        }
    }

    private List<Json> measure(Stack stack) throws Exception {
        List<Variant> variants = new ArrayList<>();
        try {
            Credentials credentials = Credentials.create();
            variants.add(new Variant("static", Pair.of(stack, Context.STATIC, credentials)));
            variants.add(new Variant("static again", Pair.of(stack, Context.STATIC, credentials)));
            variants.add(new Variant("live both", Pair.of(stack, Context.LIVE, credentials)));
            Turns.take(rounds, WARM_UP_SHARE, variants, Variant::batch);
            return report(stack, variants);
        } finally {
            for (Variant variant : variants) {
                variant.close();
            }
        }
    }

    private List<Json> report(Stack stack, List<Variant> variants) {
        List<Json> results = new ArrayList<>();
        double[] base = variants.get(0).nanos;
        for (Variant variant : variants) {
            double[] ratios = Medians.ratios(variant.nanos, base);
            Json result = Json.object()
                    .put("stack", stack.name())
                    .put("variant", variant.name)
                    .put("cpuMicrosPerRecord", Medians.of(variant.nanos) / 1_000)
                    .putRatio(ratios)
                    .put("bytes", Medians.of(variant.bytes));
            System.out.println(result);
            results.add(result);
        }
        return results;
    }
}
