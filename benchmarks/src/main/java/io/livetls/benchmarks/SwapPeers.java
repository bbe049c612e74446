package io.livetls.benchmarks;

import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * How long others take from a swap of a Kubernetes volume's {@code ..data} to the first handshake with the new certificate:
 * gRPC's key manager over files at its shortest period, one minute, and a bundle of Spring Boot at its default time of quiet,
 * ten seconds. Each has several servers, whose volumes are swapped one by one, spread over a minute. After its swap handshakes
 * are made with each in turn until it shows what it was given.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=SwapPeers [-Dbenchmark.args="servers"]
 * }</pre>
 *
 * <p>Spring's watcher waits until all that it watches is quiet, so each of its servers is an application of its own.
 */
final class SwapPeers {
    private static final long DEADLINE_SECONDS = 180;
    private static final long PAUSE_MILLIS = 5;

    private final int servers;
    private final Duration spread;
    private final Duration quiet;
    private final Credentials credentials = Credentials.create();
    private final Wire wire = new Wire();
    private final Engines client;
    private int port = 1;

    /**
     * Prepares.
     *
     * @param servers of each peer
     * @param spread in which time they are swapped
     * @param quiet how long Spring waits after a change for others
     */
    SwapPeers(int servers, Duration spread, Duration quiet) throws SSLException {
        this.servers = servers;
        this.spread = spread;
        this.quiet = quiet;
        this.client = Engines.of(SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .keyManager(
                        credentials.client().privateKey(), credentials.client().chain())
                .endpointIdentificationAlgorithm(null)
                .build());
        client.sessions().setSessionCacheSize(1);
    }

    static Json main(List<String> arguments) throws Exception {
        int servers = arguments.isEmpty() ? 12 : Integer.parseInt(arguments.get(0));
        return new SwapPeers(servers, Duration.ofMinutes(1), WatchingPeer.DEFAULT_QUIET).run(WatchingPeer.values());
    }

    Json run(WatchingPeer... peers) throws Exception {
        List<Measured> all = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            try {
                for (int i = 0; i < servers; i++) {
                    for (WatchingPeer peer : peers) {
                        all.add(new Measured(peer, scratch.resolve(peer.name() + i)));
                    }
                }
                swapAndWatch(all);
            } finally {
                all.forEach(Measured::close);
            }
        } finally {
            client.close();
        }
        List<Json> results = new ArrayList<>();
        for (WatchingPeer peer : peers) {
            Latencies latencies = new Latencies(peer.title());
            all.stream().filter(each -> each.peer == peer).forEach(each -> latencies.add(each.nanos));
            System.out.println(latencies.toJson());
            results.add(latencies.toJson());
        }
        return Json.object().put("servers", servers).put("results", results);
    }

    private void swapAndWatch(List<Measured> all) throws SSLException {
        List<Measured> waiting = new ArrayList<>(all);
        List<Measured> swapped = new ArrayList<>();
        long begin = System.nanoTime();
        while (!waiting.isEmpty() || !swapped.isEmpty()) {
            long now = System.nanoTime() - begin;
            if (now > TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS)) {
                throw new IllegalStateException("changes weren't followed within " + DEADLINE_SECONDS + " s");
            }
            int due = (int) Math.min(all.size(), 1 + now * all.size() / Math.max(1, spread.toNanos()));
            while (all.size() - waiting.size() < due) {
                Measured next = waiting.remove(0);
                next.swap();
                swapped.add(next);
            }
            for (Measured each : List.copyOf(swapped)) {
                if (each.showsTheNewOne()) {
                    swapped.remove(each);
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    /** One server, and its one change. */
    private final class Measured implements AutoCloseable {
        private final WatchingPeer peer;
        private final TlsVolume volume;
        private final WatchingPeer.Server server;
        private final IssuedCertificate next = credentials.newServer();
        private long swapped;
        private long nanos;

        Measured(WatchingPeer peer, Path directory) throws IOException, GeneralSecurityException {
            this.peer = peer;
            this.volume = TlsVolume.create(directory, credentials.server(), credentials.root());
            this.server = peer.start(directory, credentials, quiet);
        }

        void swap() {
            volume.change(next, before -> swapped = before, after -> {});
        }

        boolean showsTheNewOne() throws SSLException {
            port = port % 65_535 + 1;
            SSLEngine engine = client.newEngine(port);
            try {
                wire.handshake(engine, server.engines());
                X509Certificate shown = (X509Certificate) engine.getSession().getPeerCertificates()[0];
                nanos = System.nanoTime() - swapped;
                return shown.getSerialNumber().equals(next.certificate().getSerialNumber());
            } finally {
                client.release(engine);
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
