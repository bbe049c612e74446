package io.livetls.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** A client and a server that shake hands in memory, in one thread. */
final class Pair implements AutoCloseable {
    private static final String SEEN = "io.livetls.benchmarks.seen";

    private final Side server;
    private final Side client;
    private final Scratch scratch;
    private final Wire wire = new Wire();
    private int port = 1;

    Pair(Side server, Side client, Scratch scratch) {
        this.server = server;
        this.client = client;
        this.scratch = scratch;
    }

    static Pair of(Stack stack, Context context, Credentials credentials) throws IOException {
        return of(stack, context, credentials, true);
    }

    static Pair of(Stack stack, Context context, Credentials credentials, boolean shortcuts) throws IOException {
        Scratch scratch = Scratch.create();
        return new Pair(
                side(stack, context, true, credentials, scratch.resolve("server"), shortcuts),
                side(stack, context, false, credentials, scratch.resolve("client"), shortcuts),
                scratch);
    }

    private static Side side(
            Stack stack, Context context, boolean server, Credentials credentials, Path directory, boolean shortcuts) {
        return context.isLive(server)
                ? Side.ofLive(stack, server, credentials, directory, shortcuts)
                : Side.ofStatic(stack, server, credentials);
    }

    /** The client keeps one session, which is that of another port: it never resumes. */
    Pair withoutResumption() {
        client.engines().sessions().setSessionCacheSize(1);
        return this;
    }

    /** A handshake in full, if {@link #withoutResumption()} was called. */
    boolean full() throws SSLException {
        port = port % 65_535 + 1;
        return handshake(port);
    }

    /** A handshake that resumes, from the second one on. */
    boolean resumed() throws SSLException {
        return handshake(443);
    }

    /** Whether the handshake resumed a session: what was left in it is there again. */
    private boolean handshake(int toPort) throws SSLException {
        SSLEngine ofServer = server.engines().newEngine(-1);
        try {
            SSLEngine ofClient = client.engines().newEngine(toPort);
            try {
                wire.handshake(ofClient, ofServer);
                SSLSession session = ofClient.getSession();
                boolean resumed = session.getValue(SEEN) != null;
                session.putValue(SEEN, true);
                return resumed;
            } finally {
                client.engines().release(ofClient);
            }
        } finally {
            server.engines().release(ofServer);
        }
    }

    /** A connection, and the pair with it. */
    record Open(Pair pair, SSLEngine server, SSLEngine client) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            pair.server.engines().release(server);
            pair.client.engines().release(client);
            pair.close();
        }
    }

    /** A connection that stays open. */
    Open open() throws SSLException {
        Open open =
                new Open(this, server.engines().newEngine(-1), client.engines().newEngine(port));
        wire.handshake(open.client, open.server);
        return open;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        scratch.close();
    }
}
