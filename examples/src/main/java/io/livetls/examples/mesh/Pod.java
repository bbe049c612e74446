package io.livetls.examples.mesh;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.TlsSnapshot;
import io.livetls.config.TlsEnvironment;
import io.livetls.grpc.GrpcTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * One pod of a mesh: a gRPC server, and a client of every other pod, with one handle for both. Its TLS is configured by
 * {@code MM_TLS_*} variables alone; nothing in here knows of rotation.
 *
 * <p>It is told of its peers on standard input, where a real pod would ask DNS, and answers on standard output, so that a
 * driver can see what it does. SIGTERM ends it as Kubernetes ends pods: it answers what it was asked before.
 */
public final class Pod {
    private static final long DRAIN_SECONDS = 20;

    private final String name;
    private final String service;
    private final LiveTls tls;
    private final ChannelCredentials credentials;
    private final Server server;
    private final NavigableMap<String, PeerCaller> peers = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();

    private Pod(String name, String service, LiveTls tls) throws IOException {
        this.name = name;
        this.service = service;
        this.tls = tls;
        this.credentials = GrpcTls.channelCredentials(tls); // both once: they follow the files
        this.server = Grpc.newServerBuilderForPort(0, GrpcTls.serverCredentials(tls))
                .addService(Encounter.service(
                        name,
                        caller -> answered.computeIfAbsent(caller, any -> new LongAdder())
                                .increment()))
                .build()
                .start();
    }

    /**
     * Runs until SIGTERM, or until standard input ends.
     *
     * @param args the pod's name, and the name of the service that the pods are, which their certificates have
     * @throws Exception if the pod can't be started
     */
    public static void main(String[] args) throws Exception {
        LiveTls tls =
                LiveTls.builder(TlsEnvironment.ofProcess().channel("internal")).build();
        Pod pod = new Pod(args[0], args[1], tls);
        Runtime.getRuntime().addShutdownHook(new Thread(pod::drain, "drain"));
        pod.tellLoaded(tls.current());
        tls.onReload(result -> {
            if (result instanceof ReloadResult.Updated updated) {
                pod.tellLoaded(updated.current());
            }
        });
        tell("serving " + pod.server.getPort());
        pod.obey();
        System.exit(0);
    }

    private void obey() throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "call" -> call(words[1], Integer.parseInt(words[2]));
                case "rounds" -> awaitRounds(Integer.parseInt(words[1]));
                case "meet" -> peers.forEach(this::meet);
                case "counts" -> tellCounts();
                case "quiet" -> quiet();
                default -> throw new IllegalArgumentException(line);
            }
            tell("done");
        }
    }

    private void call(String peer, int port) throws InterruptedException {
        PeerCaller known = peers.get(peer);
        if (known != null) {
            known.move(port);
            return;
        }
        PeerCaller caller = new PeerCaller(name, peer, port, service, credentials);
        peers.put(peer, caller);
        caller.start();
    }

    private void awaitRounds(int count) throws InterruptedException {
        for (PeerCaller peer : peers.values()) {
            peer.awaitRounds(count);
        }
    }

    private void meet(String peer, PeerCaller caller) {
        try {
            Encounter seen = caller.meet();
            tell("met " + seen.peer() + " " + seen.serverCertificate() + " " + seen.clientCertificate());
        } catch (StatusRuntimeException e) {
            tell("missed " + peer + " " + Failure.of(e));
        }
    }

    private void tellCounts() {
        peers.values().forEach(peer -> tell("calls " + peer.counts()));
        answered.forEach((caller, count) -> tell("answers " + caller + " " + count));
    }

    private void quiet() throws InterruptedException {
        for (PeerCaller peer : peers.values()) {
            peer.stop();
        }
    }

    /** Stops calling, tells its callers to go elsewhere (GOAWAY), and answers what is under way. */
    private void drain() {
        try {
            quiet();
            server.shutdown().awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            server.shutdownNow();
        }
        tls.close();
        tellCounts();
        tell("done");
    }

    private void tellLoaded(TlsSnapshot now) {
        StringBuilder line = new StringBuilder("loaded ");
        line.append(Fingerprint.of(Objects.requireNonNull(now.identity()).leaf()));
        Objects.requireNonNull(now.trustAnchors())
                .certificates()
                .forEach(trusted -> line.append(' ').append(Fingerprint.of(trusted)));
        tell(line.toString());
    }

    private static void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
