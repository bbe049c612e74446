package io.livetls.benchmarks;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two buffers in place of a network. Not thread-safe. */
final class Wire {
    private static final int CAPACITY = 64 * 1024;
    private static final int MOST_TURNS = 20;

    private final Meter ofServer;

    private final ByteBuffer toServer = ByteBuffer.allocateDirect(CAPACITY);
    private final ByteBuffer toClient = ByteBuffer.allocateDirect(CAPACITY);
    private final ByteBuffer nothing = ByteBuffer.allocateDirect(0);
    private final ByteBuffer greeting = ByteBuffer.allocateDirect(1);
    private final ByteBuffer received = ByteBuffer.allocateDirect(CAPACITY);

    Wire() {
        this(Meter.off());
    }

    /** One that measures what the server takes. */
    Wire(Meter ofServer) {
        this.ofServer = ofServer;
    }

    /** A whole handshake with a new engine of the server, which is released. */
    void handshake(SSLEngine client, Engines servers) throws SSLException {
        ofServer.begin();
        SSLEngine server = servers.newEngine(-1);
        ofServer.end();
        try {
            handshake(client, server);
        } finally {
            servers.release(server);
        }
    }

    /**
     * A whole handshake: over when the client has read the first byte of the server, which has checked the client's
     * certificate by then, and all tickets that came before it.
     */
    void handshake(SSLEngine client, SSLEngine server) throws SSLException {
        toServer.clear();
        toClient.clear();
        greeting.clear();
        received.clear();
        client.beginHandshake();
        server.beginHandshake();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            write(client, toServer);
            ofServer.begin();
            read(server, toServer);
            write(server, toClient);
            while (server.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && greeting.hasRemaining()) {
                check(server.wrap(greeting, toClient));
            }
            ofServer.end();
            read(client, toClient);
            if (received.position() > 0) {
                return;
            }
        }
        throw new IllegalStateException("no handshake: the server is at " + server.getHandshakeStatus()
                + " and the client at " + client.getHandshakeStatus());
    }

    private void write(SSLEngine from, ByteBuffer target) throws SSLException {
        while (from.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            check(from.wrap(nothing, target));
            runTasks(from);
        }
    }

    private void read(SSLEngine to, ByteBuffer source) throws SSLException {
        source.flip();
        while (source.hasRemaining()) {
            SSLEngineResult result = check(to.unwrap(source, received));
            runTasks(to);
            if (result.bytesConsumed() == 0 && to.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                break;
            }
        }
        if (!source.hasRemaining() && to.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
            // BoringSSL's engine may have swallowed more than it has dealt with.
            to.unwrap(source, received);
            runTasks(to);
        }
        source.compact();
    }

    private static void runTasks(SSLEngine engine) {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        }
    }

    private static SSLEngineResult check(SSLEngineResult result) {
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new IllegalStateException("unexpected: " + result);
        }
        return result;
    }
}
