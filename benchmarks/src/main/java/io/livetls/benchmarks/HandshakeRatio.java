package io.livetls.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * A handshake with a live context against the same with a static one, as a ratio that a busy machine doesn't blur: in each
 * round every variant makes a batch of full handshakes, in random order, on one thread, and what counts is the CPU time of
 * that thread against the static variant's in the same round. A second static variant shows how far from 1.00 a ratio
 * is by chance. Live contexts check chains by the JDK alone here, as static ones do: what is left is what being live costs by
 * itself. One more variant remembers chains and checks signatures natively, as is the default.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=HandshakeRatio [-Dbenchmark.args="rounds batch"]
 * }</pre>
 *
 * <p>Prints and writes the median ratio with a 95 % confidence interval (by order statistics, so nothing is assumed of the
 * distribution), the median CPU time and the bytes allocated.
 */
final class HandshakeRatio {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_SHARE = 4;

    private final int rounds;
    private final int batch;

    HandshakeRatio(int rounds, int batch) {
        this.rounds = rounds;
        this.batch = batch;
    }

    /** One variant's batches. */
    private static final class Measured {
        private final String name;
        private final Pair pair;
        private final double[] micros;
        private final double[] bytes;

        Measured(String name, Pair pair, int rounds) {
            this.name = name;
            this.pair = pair;
            this.micros = new double[rounds];
            this.bytes = new double[rounds];
        }

        void batch(int round, int size) throws SSLException {
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long cpuBefore = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < size; i++) {
                pair.full();
            }
            micros[round] = (THREADS.getCurrentThreadCpuTime() - cpuBefore) / 1_000.0 / size;
            bytes[round] = (double) (THREADS.getCurrentThreadAllocatedBytes() - bytesBefore) / size;
        }
    }

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 400 : Integer.parseInt(arguments.get(0));
        int batch = arguments.size() < 2 ? 10 : Integer.parseInt(arguments.get(1));
        return new HandshakeRatio(rounds, batch).run();
    }

    Json run() throws Exception {
        List<Json> results = new ArrayList<>();
        for (Stack stack : Stack.values()) {
            if (stack.isAvailable()) {
                results.addAll(measure(stack));
            }
        }
        return Json.object().put("rounds", rounds).put("batch", batch).put("results", results);
    }

    private List<Json> measure(Stack stack) throws Exception {
        Map<String, Measured> variants = new LinkedHashMap<>();
        try {
            Credentials credentials = Credentials.create();
            add(variants, "static", Pair.of(stack, Context.STATIC, credentials));
            add(variants, "static again", Pair.of(stack, Context.STATIC, credentials));
            add(variants, "live server", Pair.of(stack, Context.LIVE_SERVER, credentials, false));
            add(variants, "live client", Pair.of(stack, Context.LIVE_CLIENT, credentials, false));
            add(variants, "live both", Pair.of(stack, Context.LIVE, credentials, false));
            add(variants, "live both, as by default", Pair.of(stack, Context.LIVE, credentials));
            Turns.take(
                    rounds,
                    WARM_UP_SHARE,
                    List.copyOf(variants.values()),
                    (variant, round) -> variant.batch(round, batch));
            return report(stack, variants);
        } finally {
            for (Measured variant : variants.values()) {
                variant.pair.close();
            }
        }
    }

    private void add(Map<String, Measured> variants, String name, Pair pair) {
        variants.put(name, new Measured(name, pair.withoutResumption(), rounds));
    }

    private List<Json> report(Stack stack, Map<String, Measured> variants) {
        List<Json> results = new ArrayList<>();
        Measured base = variants.values().iterator().next();
        for (Measured variant : variants.values()) {
            double[] ratios = Medians.ratios(variant.micros, base.micros);
            Json result = Json.object()
                    .put("stack", stack.name())
                    .put("variant", variant.name)
                    .put("cpuMicros", Medians.of(variant.micros))
                    .putRatio(ratios)
                    .put("bytes", Medians.of(variant.bytes));
            System.out.println(result);
            results.add(result);
        }
        return results;
    }
}
