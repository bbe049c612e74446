package io.livetls.benchmarks;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * What a server pays for full mTLS handshakes with many distinct clients (TLS 1.3, BoringSSL, leaf and intermediate): its
 * own CPU time alone, from making the engine to its last record, and what its thread allocates, against Netty by hand with the
 * JDK's trust manager, against other libraries on Netty, the JDK's own engine, and no check at all. In each round every variant makes a batch of handshakes, in random order, on one thread.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=ChainRatio [-Dbenchmark.args="rounds batch most-clients"]
 * }</pre>
 *
 * <p>"Returning" is a client that was here before, under the same trust. At first sight every client is a new one: the handle
 * is made anew when all have been here. More than 750 distinct clients are more than the JDK's own cache of certificates.
 */
final class ChainRatio {
    private static final int WARM_UP = 1_000;
    private static final String RETURNING = "returning";

    private final int rounds;
    private final int batch;
    private final ManyClients clients;
    private final CertificateAuthority root;
    private final IssuedCertificate server;
    private final Meter meter = new Meter();
    private final Wire wire = new Wire(meter);
    private final Engines client;
    private int port = 1;

    ChainRatio(int rounds, int batch, int count, boolean rsa) throws SSLException {
        this.rounds = rounds;
        this.batch = batch;
        KeyAlgorithm algorithm = rsa ? KeyAlgorithm.RSA_2048 : KeyAlgorithm.EC_P256;
        this.root = CertificateAuthority.create("Benchmark root", ca -> ca.key(algorithm));
        CertificateAuthority issuer = root.intermediate("Benchmark intermediate", ca -> ca.key(algorithm));
        this.server = issuer.issue(leaf -> leaf.dns("localhost"));
        this.clients = ManyClients.create(count, issuer, algorithm.newKeyPair());
        this.client = Engines.of(SslContextBuilder.forClient()
                .keyManager(clients)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3")
                .build());
        client.sessions().setSessionCacheSize(1);
    }

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 100 : Integer.parseInt(arguments.get(0));
        int batch = arguments.size() < 2 ? 20 : Integer.parseInt(arguments.get(1));
        int most = arguments.size() < 3 ? 100_000 : Integer.parseInt(arguments.get(2));
        List<Json> results = new ArrayList<>();
        for (boolean rsa : new boolean[] {false, true}) {
            for (int count : rsa ? new int[] {1_500} : new int[] {1_500, 10_000, 100_000}) {
                if (count > most) {
                    continue;
                }
                System.out.println((rsa ? "RSA-2048, " : "P-256, ") + count + " clients");
                results.addAll(new ChainRatio(rounds, batch, count, rsa).run());
            }
        }
        return Json.object().put("rounds", rounds).put("batch", batch).put("results", results);
    }

    private final class Variant implements AutoCloseable {
        private final String name;
        private final Callable<Side> making;
        private final boolean newEachTime;
        private final double[] micros = new double[rounds];
        private final double[] bytes = new double[rounds];
        private Side side;
        private int next;

        Variant(String name, Callable<Side> making, boolean newEachTime) throws Exception {
            this.name = name;
            this.making = making;
            this.newEachTime = newEachTime;
            this.side = making.call();
        }

        void batch(int round) throws SSLException {
            meter.reset();
            for (int i = 0; i < batch; i++) {
                handshake();
            }
            micros[round] = meter.nanos() / 1_000.0 / batch;
            bytes[round] = (double) meter.bytes() / batch;
        }

        void handshake() throws SSLException {
            if (++next >= clients.count()) {
                next = 0;
            }
            clients.turn(next);
            port = port % 65_535 + 1;
            SSLEngine ofClient = client.newEngine(port);
            try {
                wire.handshake(ofClient, side.engines());
            } finally {
                client.release(ofClient);
            }
        }

        /** Lets all clients in once, or sees to it that nobody was. */
        void prepare(int handshakes) throws Exception {
            if (newEachTime) {
                side.close();
                side = making.call();
            } else {
                for (int i = 0; i < handshakes; i++) {
                    handshake();
                }
            }
        }

        @Override
        public void close() {
            side.close();
        }
    }

    List<Json> run() throws Exception {
        List<Variant> variants = new ArrayList<>();
        try {
            for (Peer peer : Peer.values()) {
                variants.add(new Variant(peer.title(), () -> peer.server(server, root), false));
            }
            variants.add(new Variant("again", () -> Peer.NETTY.server(server, root), false));
            variants.add(new Variant("no check", this::withoutCheck, false));
            variants.add(new Variant(RETURNING, () -> live(true, true), false));
            variants.add(new Variant("first sight, native", () -> live(true, true), true));
            variants.add(new Variant("first sight, JDK", () -> live(true, false), true));
            variants.add(new Variant("switched off", () -> live(false, false), false));
            apart(variants);
            warmUp(variants);
            takeTurns(new ArrayList<>(variants));
            return report(variants);
        } finally {
            variants.forEach(Variant::close);
            client.close();
        }
    }

    private void warmUp(List<Variant> variants) throws Exception {
        for (Variant variant : variants) {
            for (int i = 0; i < Math.min(WARM_UP, 2 * rounds * batch); i++) {
                variant.handshake();
            }
            variant.prepare(variant.name.equals(RETURNING) ? clients.count() : 0);
        }
    }

    private void takeTurns(List<Variant> variants) throws Exception {
        Random random = new Random(rounds);
        int seen = 0;
        for (int round = 0; round < rounds; round++) {
            seen += batch;
            if (seen > clients.count()) {
                seen = batch;
                for (Variant variant : variants) {
                    variant.prepare(0);
                }
            }
            Collections.shuffle(variants, random);
            for (Variant variant : variants) {
                variant.batch(round);
            }
        }
    }

    /** So that none finds in the JDK's cache of certificates what another one has left there. */
    private void apart(List<Variant> variants) {
        for (int i = 0; i < variants.size(); i++) {
            variants.get(i).next = (int) ((long) i * clients.count() / variants.size());
        }
    }

    private Side withoutCheck() throws SSLException {
        return Peer.netty(SslContextBuilder.forServer(server.privateKey(), server.chain())
                .trustManager(InsecureTrustManagerFactory.INSTANCE));
    }

    private Side live(boolean remembered, boolean natively) {
        LiveTls tls = LiveTls.builder()
                .identity(server.privateKey(), server.chain())
                .trustCertificates(List.of(root.certificate()))
                .clientAuth(ClientAuth.REQUIRE)
                .rememberVerifiedChains(remembered)
                .nativeSignatureChecks(natively)
                .build();
        return Side.ofLive(Stack.NETTY_BORINGSSL, true, tls);
    }

    private List<Json> report(List<Variant> variants) {
        List<Json> results = new ArrayList<>();
        Variant base = variants.get(0);
        for (Variant variant : variants) {
            double[] ratios = Medians.ratios(variant.micros, base.micros);
            Json result = Json.object()
                    .put("clients", clients.count())
                    .put("key", clients.keyType())
                    .put("variant", variant.name)
                    .put("serverCpuMicros", Medians.of(variant.micros))
                    .putRatio(ratios)
                    .put("bytes", Medians.of(variant.bytes));
            System.out.println(result);
            results.add(result);
        }
        return results;
    }
}
