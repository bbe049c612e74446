package io.livetls.benchmarks;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * A server's certificate is replaced, its trust stays, and all its clients connect again (TLS 1.3, BoringSSL, client
 * certificates): how many of them resume, and what that takes of the server's CPU. Beside it Netty by hand, which is given a new
 * context for the new certificate.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=ReconnectAfterRotation \
 *     [-Dbenchmark.args="rotations clients"]
 * }</pre>
 */
final class ReconnectAfterRotation {
    /** As many sessions as Netty's clients keep, by port. */
    private static final int MOST_CLIENTS = 20_000;

    private static final int WARM_UP = 2_000;

    private final int rotations;
    private final CertificateAuthority root = CertificateAuthority.create("Benchmark root");
    private final CertificateAuthority issuer = root.intermediate("Benchmark intermediate");
    private final ManyClients clients;
    private final Meter meter = new Meter();
    private final Wire wire = new Wire(meter);

    ReconnectAfterRotation(int rotations, int count) {
        if (count > MOST_CLIENTS) {
            throw new IllegalArgumentException("clients: " + count + " (expected: at most " + MOST_CLIENTS + ")");
        }
        this.rotations = rotations;
        this.clients = ManyClients.create(count, issuer, KeyAlgorithm.EC_P256.newKeyPair());
    }

    static Json main(List<String> arguments) throws Exception {
        int rotations = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.get(0));
        int count = arguments.size() < 2 ? 10_000 : Integer.parseInt(arguments.get(1));
        return new ReconnectAfterRotation(rotations, count).run();
    }

    /** A server, and how its certificate is replaced. */
    private interface Server extends AutoCloseable {
        Engines engines();

        void rotateTo(IssuedCertificate next);

        @Override
        void close();
    }

    Json run() throws SSLException {
        List<Json> results = new ArrayList<>();
        try (Server byHand = new ByHand();
                Server live = new Live()) {
            // Some clients of each, so that neither is measured cold.
            measure("", byHand, 1, Math.min(WARM_UP, clients.count()));
            measure("", live, 1, Math.min(WARM_UP, clients.count()));
            results.addAll(measure("Netty by hand", byHand, rotations, clients.count()));
            results.addAll(measure("live", live, rotations, clients.count()));
        }
        results.forEach(System.out::println);
        return Json.object()
                .put("clients", clients.count())
                .put("rotations", rotations)
                .put("results", results);
    }

    private List<Json> measure(String name, Server server, int times, int count) throws SSLException {
        Fleet fleet = new Fleet();
        try {
            List<Json> results = new ArrayList<>();
            results.add(fleet.connect(server, 1, count).toJson(name, "all for the first time"));
            results.add(fleet.connect(server, times, count).toJson(name, "again after each rotation"));
            return results;
        } finally {
            fleet.context.close();
        }
    }

    private record Connected(int handshakes, int resumed, double serverCpuMicros) {
        Json toJson(String name, String what) {
            return Json.object()
                    .put("server", name)
                    .put("clients", what)
                    .put("handshakes", handshakes)
                    .put("resumedPercent", 100.0 * resumed / handshakes)
                    .put("serverCpuMicros", serverCpuMicros);
        }
    }

    /** All clients with the sessions that they have. */
    private final class Fleet {
        private final SeenChains seen = new SeenChains();
        private final Engines context;

        Fleet() throws SSLException {
            this.context = Engines.of(SslContextBuilder.forClient()
                    .keyManager(clients)
                    .trustManager(seen)
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .protocols("TLSv1.3")
                    .build());
        }

        /** Replaces the certificate and has this many clients connect once, as often as this. */
        Connected connect(Server server, int times, int count) throws SSLException {
            int fullBefore = seen.count();
            meter.reset();
            for (int time = 0; time < times; time++) {
                server.rotateTo(newServer());
                for (int client = 0; client < count; client++) {
                    connect(server.engines(), client);
                }
            }
            int handshakes = times * count;
            return new Connected(
                    handshakes, handshakes - (seen.count() - fullBefore), meter.nanos() / 1_000.0 / handshakes);
        }

        private void connect(Engines servers, int client) throws SSLException {
            clients.turn(client);
            SSLEngine engine = context.newEngine(client + 1);
            try {
                wire.handshake(engine, servers);
            } finally {
                context.release(engine);
            }
        }
    }

    private IssuedCertificate newServer() {
        return issuer.issue(leaf -> leaf.dns(Engines.HOST));
    }

    private final class Live implements Server {
        private volatile IssuedCertificate identity = newServer();
        private final LiveTls tls = LiveTls.builder()
                .material(() -> new Material(
                        Identity.of(identity.privateKey(), identity.chain()),
                        TrustAnchors.of(List.of(root.certificate()), "benchmark")))
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        private final Side side = Side.ofLive(Stack.NETTY_BORINGSSL, true, tls);

        @Override
        public Engines engines() {
            return side.engines();
        }

        @Override
        public void rotateTo(IssuedCertificate next) {
            identity = next;
            ReloadResult result = tls.reload();
            if (!(result instanceof ReloadResult.Updated)) {
                throw new IllegalStateException("no new generation: " + result);
            }
        }

        @Override
        public void close() {
            side.close();
        }
    }

    private final class ByHand implements Server {
        private Side side = side(newServer());

        private Side side(IssuedCertificate identity) {
            Credentials credentials = new Credentials(root, issuer, identity, identity);
            return Side.ofStatic(Stack.NETTY_BORINGSSL, true, credentials);
        }

        @Override
        public Engines engines() {
            return side.engines();
        }

        @Override
        public void rotateTo(IssuedCertificate next) {
            side.close();
            side = side(next);
        }

        @Override
        public void close() {
            side.close();
        }
    }
}
