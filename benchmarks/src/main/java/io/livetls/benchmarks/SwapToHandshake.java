package io.livetls.benchmarks;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.material.Identity;
import io.livetls.netty.NettyEngine;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How long after a change on disk does a new connection get the new certificate? A live mTLS server, over real files and
 * loopback; one client that makes full handshakes as fast as it can, each over when the server has checked the client and
 * the client has the server's first byte. For each change: when the files are the new ones, when the library has published
 * them, and when the first handshake that began or ended afterwards and shows the new certificate is over.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=SwapToHandshake \
 *     [-Dbenchmark.args="--swaps=300 --server=NETTY|NETTY_JDK|JSSE"]
 * }</pre>
 *
 * <p>Changes are 250 to 350 ms apart, by chance, so each meets a watcher at rest and a client at any point of a handshake.
 * The handshakes between them show what the machine itself does at that time.
 */
final class SwapToHandshake {
    private static final long DEADLINE_SECONDS = 60;
    private static final int WARM_UP_HANDSHAKES_PER_SWAP = 7;
    private static final int SWAPS_PER_WARM_UP_CHANGE = 30;

    /** Who serves. */
    enum Server {
        /** Netty with the best engine there is. */
        NETTY,
        /** Netty with the JDK's engine. */
        NETTY_JDK,
        /** Sockets of the live {@code SSLContext}. */
        JSSE;

        GreetingServer start(LiveTls tls) throws IOException {
            return switch (this) {
                case NETTY -> GreetingServer.netty(tls, NettyEngine.AUTO);
                case NETTY_JDK -> GreetingServer.netty(tls, NettyEngine.JDK);
                case JSSE -> GreetingServer.jsse(tls);
            };
        }
    }

    private final Server server;
    private final int swaps;
    private final Credentials credentials = Credentials.create();
    private final CountDownLatch warm;
    private volatile @Nullable Change awaited;
    private volatile @Nullable SwapResults measuring;

    SwapToHandshake(Server server, int swaps) {
        this.server = server;
        this.swaps = swaps;
        this.warm = new CountDownLatch(swaps * WARM_UP_HANDSHAKES_PER_SWAP);
    }

    static Json main(List<String> arguments) throws Exception {
        int swaps = 300;
        Server server = Server.NETTY;
        for (String argument : arguments) {
            if (argument.startsWith("--swaps=")) {
                swaps = Integer.parseInt(argument.substring("--swaps=".length()));
            } else if (argument.startsWith("--server=")) {
                server = Server.valueOf(argument.substring("--server=".length()));
            } else {
                throw new IllegalArgumentException("'" + argument + "' (expected: --swaps=N, --server=NAME)");
            }
        }
        return run(server, swaps);
    }

    static Json run(Server server, int swaps) throws Exception {
        List<Json> results = new ArrayList<>();
        System.out.println("Server: " + server + ", changes: " + swaps + " of each kind");
        try (Scratch scratch = Scratch.create()) {
            for (boolean atomic : new boolean[] {true, false}) {
                SwapToHandshake measurement = new SwapToHandshake(server, swaps);
                results.add(atomic ? measurement.swapped(scratch) : measurement.writtenInPlace(scratch));
            }
        }
        return Json.object().put("server", server.name()).put("results", results);
    }

    private Json swapped(Scratch scratch) throws Exception {
        return measure(
                new SwapResults("swap of ..data", true),
                TlsVolume.create(scratch.resolve("volume"), credentials.server(), credentials.root()));
    }

    private Json writtenInPlace(Scratch scratch) throws Exception {
        return measure(
                new SwapResults("tls.crt and tls.key written in place", false),
                TlsVolume.writtenInPlace(scratch.resolve("plain"), credentials.server(), credentials.root()));
    }

    @SuppressWarnings("try") // nothing is asked of the registration
    private Json measure(SwapResults results, TlsVolume files) throws Exception {
        try (LiveTls tls = files.builder().clientAuth(ClientAuth.REQUIRE).build();
                LiveTls.Registration told = tls.onReload(this::reloaded);
                GreetingServer serving = server.start(tls);
                HandshakingClient client = HandshakingClient.start(
                        serving.address(), credentials.client(), credentials.root(), this::handshake)) {
            await(warm, "handshakes");
            results.first(change(files));
            for (int i = 0; i < swaps / SWAPS_PER_WARM_UP_CHANGE; i++) {
                change(files);
            }
            measuring = results;
            for (int i = 0; i < swaps; i++) {
                results.add(change(files));
            }
            measuring = null;
            return results.report(client.failures());
        }
    }

    private Change change(TlsVolume files) throws InterruptedException {
        IssuedCertificate next = credentials.newServer();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250)
                + ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(100)));
        Change change = new Change(next);
        awaited = change;
        files.change(next, change::before, change::after);
        await(change.followed(), "handshakes with the new certificate");
        awaited = null;
        return change;
    }

    private void reloaded(ReloadResult result) {
        long now = System.nanoTime();
        Change change = awaited;
        Identity identity = result.current().identity();
        if (change != null
                && result instanceof ReloadResult.Updated
                && identity != null
                && change.isTo(identity.leaf().getSerialNumber())) {
            change.published(now);
        }
    }

    private void handshake(BigInteger serialNumber, long started, long ended) {
        warm.countDown();
        Change change = awaited;
        SwapResults results = measuring;
        if (change != null && change.isTo(serialNumber)) {
            change.handshake(started, ended);
        } else if (change == null && results != null) {
            results.between(ended - started);
        }
    }

    private static void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("there were no " + what + " within " + DEADLINE_SECONDS + " s");
        }
    }
}
