package io.livetls.examples.mesh;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls one other pod for as long as this one lives, in rounds: some calls over a channel that is kept, one over a new
 * channel, and then the kept one loses its connection, so that its next call makes a new one. No call is ever repeated.
 */
final class PeerCaller implements Runnable {
    private static final Logger LOG = System.getLogger("mesh");
    private static final int KEPT_CALLS = 5;
    private static final long PAUSE_MILLIS = 30;

    /** Sessions are kept by host and port, so a port that is new has none to resume. It is part of no check. */
    private static final AtomicInteger NEW_PORT = new AtomicInteger(20_000);

    private final String pod;
    private final String peer;
    private final String service;
    private final ChannelCredentials credentials;
    private final Thread thread;

    private volatile int port;
    private volatile boolean stopped;
    private ManagedChannel kept;
    private int keptPort;
    private String lastFailure = "";

    private long rounds;
    private long succeeded;
    private long failed;

    /** @param service the name that every pod's certificate has, whatever the pod's address is */
    PeerCaller(String pod, String peer, int port, String service, ChannelCredentials credentials) {
        this.pod = pod;
        this.peer = peer;
        this.port = port;
        this.service = service;
        this.credentials = credentials;
        this.kept = channel(port, service);
        this.keptPort = port;
        this.thread = new Thread(this, "calls " + peer);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The peer is somewhere else now. When this returns, no call is or will be made to where it was. */
    void move(int newPort) throws InterruptedException {
        port = newPort;
        awaitRounds(1);
    }

    /** Ends the calls; the one that is being made comes to its end. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** Waits until so many rounds have ended. The last but the first of them began after this was called. */
    synchronized void awaitRounds(int count) throws InterruptedException {
        long goal = rounds + count;
        while (rounds < goal && !stopped) {
            wait();
        }
    }

    synchronized String counts() {
        return peer + " " + succeeded + " " + failed;
    }

    /** One call with a handshake in full. */
    Encounter meet() {
        return overNewChannel(port, service + ":" + NEW_PORT.incrementAndGet());
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kept.shutdown();
        }
    }

    private void round() throws InterruptedException {
        if (port != keptPort) {
            kept.shutdown();
            keptPort = port;
            kept = channel(keptPort, service);
        }
        for (int i = 0; i < KEPT_CALLS && !stopped; i++) {
            count(() -> Encounter.call(kept, pod));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        count(() -> overNewChannel(keptPort, service));
        kept.enterIdle();
        synchronized (this) {
            rounds++;
            notifyAll();
        }
    }

    private void count(Runnable call) {
        String failure = "";
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            failure = Failure.of(e);
        }
        boolean good = failure.isEmpty();
        if (!good && !failure.equals(lastFailure)) {
            LOG.log(Level.WARNING, pod + " can't call " + peer + ": " + failure);
        }
        lastFailure = failure;
        synchronized (this) {
            succeeded += good ? 1 : 0;
            failed += good ? 0 : 1;
        }
    }

    private Encounter overNewChannel(int to, String authority) {
        ManagedChannel channel = channel(to, authority);
        try {
            return Encounter.call(channel, pod);
        } finally {
            channel.shutdown();
        }
    }

    private ManagedChannel channel(int to, String authority) {
        return Grpc.newChannelBuilderForAddress("127.0.0.1", to, credentials)
                .overrideAuthority(authority)
                .build();
    }
}
