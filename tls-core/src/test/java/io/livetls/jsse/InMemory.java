package io.livetls.jsse;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines that talk to each other without a network. */
final class InMemory {
    private InMemory() {}

    /** Runs the handshake to its end on both sides, and a byte of data each way. */
    static void handshake(SSLEngine client, SSLEngine server) throws SSLException {
        handshake(client, server, ByteBuffer.allocate(1 << 17));
    }

    /** As above, from where the client has said something already. */
    static void handshake(SSLEngine client, SSLEngine server, ByteBuffer toServer) throws SSLException {
        ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
        client.beginHandshake();
        server.beginHandshake();
        // Until nothing is on its way either: a session ticket follows the handshake.
        for (int step = 0;
                step < 200
                        && !(isDone(client) && isDone(server) && toClient.position() == 0 && toServer.position() == 0);
                step++) {
            advance(client, toClient, toServer);
            advance(server, toServer, toClient);
        }
        if (!isDone(client) || !isDone(server)) {
            throw new SSLException("the handshake didn't end");
        }
        send(client, server);
        send(server, client);
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void advance(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(nothing, out);
            default -> {
                in.flip();
                if (in.hasRemaining()) {
                    engine.unwrap(in, ByteBuffer.allocate(1 << 15));
                }
                in.compact();
            }
        }
    }

    private static void send(SSLEngine from, SSLEngine to) throws SSLException {
        ByteBuffer wire = ByteBuffer.allocate(1 << 15);
        from.wrap(ByteBuffer.wrap(new byte[] {'x'}), wire);
        wire.flip();
        ByteBuffer received = ByteBuffer.allocate(1 << 15);
        while (wire.hasRemaining()) {
            to.unwrap(wire, received);
        }
        if (received.position() != 1) {
            throw new SSLException("the byte didn't arrive");
        }
    }
}
