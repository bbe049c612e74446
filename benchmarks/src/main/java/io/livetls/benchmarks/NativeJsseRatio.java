package io.livetls.benchmarks;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;

/**
 * A full handshake through JSSE by Conscrypt against one by the JDK: TLS 1.3 with client certificates, P-256, leaf and
 * intermediate, with peers that were met before. In each round every variant makes a batch of handshakes, in random order, on
 * one thread; what counts is that thread's CPU time, of the client and of the server, against the JDK's in the same round.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=NativeJsseRatio [-Dbenchmark.args="rounds batch"]
 * }</pre>
 */
final class NativeJsseRatio {
    private static final int WARM_UP_SHARE = 2;

    private final int rounds;
    private final int batch;

    NativeJsseRatio(int rounds, int batch) {
        this.rounds = rounds;
        this.batch = batch;
    }

    /** Both sides of one kind, and what they took. */
    private final class Variant implements AutoCloseable {
        private final String name;
        private final Side server;
        private final Side client;
        private final Meter ofServer = new Meter();
        private final Meter ofBoth = new Meter();
        private final Wire wire = new Wire(ofServer);
        private final double[] serverMicros = new double[rounds];
        private final double[] clientMicros = new double[rounds];
        private final double[] bothMicros = new double[rounds];
        private final double[] bytes = new double[rounds];
        private int port = 1;

        Variant(String name, Side server, Side client) {
            this.name = name;
            this.server = server;
            this.client = client;
            // It keeps one session, of another port: it never resumes.
            client.engines().sessions().setSessionCacheSize(1);
        }

        void batch(int round) throws SSLException {
            ofServer.reset();
            ofBoth.reset();
            ofBoth.begin();
            for (int i = 0; i < batch; i++) {
                port = port % 65_535 + 1;
                SSLEngine engine = client.engines().newEngine(port);
                wire.handshake(engine, server.engines());
                client.engines().release(engine);
            }
            ofBoth.end();
            serverMicros[round] = ofServer.nanos() / 1_000.0 / batch;
            bothMicros[round] = ofBoth.nanos() / 1_000.0 / batch;
            clientMicros[round] = bothMicros[round] - serverMicros[round];
            bytes[round] = (double) ofBoth.bytes() / batch;
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 100 : Integer.parseInt(arguments.get(0));
        int batch = arguments.size() < 2 ? 10 : Integer.parseInt(arguments.get(1));
        return new NativeJsseRatio(rounds, batch).run();
    }

    Json run() throws IOException {
        Credentials credentials = Credentials.create();
        List<Variant> variants = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            variants.add(new Variant("JDK", still(true, credentials), still(false, credentials)));
            variants.add(new Variant("JDK again", still(true, credentials), still(false, credentials)));
            variants.add(live("live, JDK", false, credentials, scratch));
            variants.add(live("live, native", true, credentials, scratch));
            Turns.take(rounds, WARM_UP_SHARE, variants, Variant::batch);
            return Json.object()
                    .put("rounds", rounds)
                    .put("batch", batch)
                    .put(
                            "results",
                            variants.stream()
                                    .map(each -> report(each, variants.get(0)))
                                    .toList());
        } finally {
            variants.forEach(Variant::close);
        }
    }

    private static Side still(boolean server, Credentials credentials) {
        return Side.ofStatic(Stack.JSSE, server, credentials);
    }

    private Variant live(String name, boolean natively, Credentials credentials, Scratch scratch) {
        TlsVolume ofServer =
                TlsVolume.create(scratch.resolve(natively + "-server"), credentials.server(), credentials.root());
        TlsVolume ofClient =
                TlsVolume.create(scratch.resolve(natively + "-client"), credentials.client(), credentials.root());
        return new Variant(
                name,
                Side.ofLive(
                        Stack.JSSE, true, handle(natively, ofServer.builder().clientAuth(ClientAuth.REQUIRE))),
                Side.ofLive(Stack.JSSE, false, handle(natively, ofClient.builder())));
    }

    private static LiveTls handle(boolean natively, LiveTls.Builder builder) {
        return (natively ? builder.jsseProvider(Conscrypt.newProvider()) : builder).build();
    }

    private static Json report(Variant variant, Variant base) {
        double[] ratios = Medians.ratios(variant.bothMicros, base.bothMicros);
        Json result = Json.object()
                .put("variant", variant.name)
                .putRatio(ratios)
                .put("serverRatio", Medians.of(Medians.ratios(variant.serverMicros, base.serverMicros)))
                .put("clientRatio", Medians.of(Medians.ratios(variant.clientMicros, base.clientMicros)))
                .put("serverCpuMicros", Medians.of(variant.serverMicros))
                .put("clientCpuMicros", Medians.of(variant.clientMicros))
                .put("bytes", Medians.of(variant.bytes));
        System.out.println(result);
        return result;
    }
}
