package io.livetls.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** A client's and a server's engine that talk to each other in memory. */
final class Talk {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int ENOUGH = 64 * 1024;
    private static final int STEPS = 200;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(ENOUGH);
    private final ByteBuffer toClient = ByteBuffer.allocate(ENOUGH);

    private Talk(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** Shakes hands, and exchanges a word each way, by which TLS 1.3 shows what the server thinks of the client. */
    static Talk between(SSLEngine client, SSLEngine server) throws SSLException {
        Talk talk = new Talk(client, server);
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < STEPS && !(talk.isDone(client) && talk.isDone(server)); step++) {
            talk.step(client, talk.toClient, talk.toServer);
            talk.step(server, talk.toServer, talk.toClient);
        }
        talk.say(client, "ping");
        talk.say(server, "pong");
        return talk;
    }

    SSLEngine client() {
        return client;
    }

    SSLEngine server() {
        return server;
    }

    private boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        for (int i = 0; i < STEPS; i++) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status == HandshakeStatus.NEED_WRAP) {
                engine.wrap(NOTHING, out);
            } else if (status == HandshakeStatus.NEED_UNWRAP) {
                if (unwrap(engine, in).getStatus() == Status.BUFFER_UNDERFLOW) {
                    return;
                }
            } else {
                return;
            }
        }
    }

    private SSLEngineResult unwrap(SSLEngine engine, ByteBuffer in) throws SSLException {
        in.flip();
        try {
            return engine.unwrap(in, ByteBuffer.allocate(ENOUGH));
        } finally {
            in.compact();
        }
    }

    /** Sends a word and reads it on the other side. */
    SSLEngineResult say(SSLEngine from, String word) throws SSLException {
        SSLEngine to = from == client ? server : client;
        ByteBuffer way = from == client ? toServer : toClient;
        SSLEngineResult sent = from.wrap(ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8)), way);
        if (sent.getStatus() != Status.OK) {
            return sent;
        }
        ByteBuffer read = ByteBuffer.allocate(ENOUGH);
        SSLEngineResult result = sent;
        for (int i = 0; i < STEPS && way.position() > 0 && read.position() < word.length(); i++) {
            way.flip();
            try {
                result = to.unwrap(way, read);
            } finally {
                way.compact();
            }
            if (result.getStatus() != Status.OK) {
                return result;
            }
        }
        String heard = new String(read.array(), 0, read.position(), StandardCharsets.UTF_8);
        if (!heard.equals(word)) {
            throw new SSLException("said '" + word + "', heard '" + heard + "'");
        }
        return result;
    }
}
