package io.livetls.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A server's engine, as frameworks take it that make their own handlers, and a client's: a handshake in steps. */
final class EnginePair implements AutoCloseable {
    private static final int ROOM = 1 << 17;

    private final SSLEngine server;
    private final SSLEngine client;
    private final ByteBuffer toServer = ByteBuffer.allocate(ROOM);
    private final ByteBuffer toClient = ByteBuffer.allocate(ROOM);

    private Runnable afterServerTask = () -> {};

    EnginePair(SslContext serverContext, SSLEngine client) {
        this.server = serverContext.newEngine(ByteBufAllocator.DEFAULT);
        this.client = client;
    }

    /** What to do once, between the server's next task and what the server makes of its result. */
    void afterNextServerTask(Runnable action) {
        afterServerTask = action;
    }

    /** One flight of the client, then one of the server. */
    void step() throws SSLException {
        write(client, toServer);
        read(server, toServer);
        write(server, toClient);
        read(client, toClient);
    }

    /** Until nobody has anything to say. */
    void finish() throws SSLException {
        do {
            step();
        } while (isHandshaking(server) || isHandshaking(client));
        // BoringSSL sends the tickets of TLS 1.3 along with the first data.
        server.wrap(ByteBuffer.wrap(new byte[] {'x'}), toClient);
        read(client, toClient);
    }

    private static boolean isHandshaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                && engine.getHandshakeStatus() != HandshakeStatus.FINISHED;
    }

    private void write(SSLEngine engine, ByteBuffer target) throws SSLException {
        int before;
        do {
            before = target.position();
            runTasks(engine);
            engine.wrap(ByteBuffer.allocate(0), target);
            runTasks(engine);
        } while (target.position() > before && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    private void read(SSLEngine engine, ByteBuffer source) throws SSLException {
        source.flip();
        ByteBuffer plain = ByteBuffer.allocate(ROOM);
        SSLEngineResult result;
        do {
            runTasks(engine);
            result = engine.unwrap(source, plain);
            runTasks(engine);
        } while (source.hasRemaining() && result.bytesConsumed() > 0);
        source.compact();
    }

    private void runTasks(SSLEngine engine) {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            if (engine == server) {
                Runnable after = afterServerTask;
                afterServerTask = () -> {};
                after.run();
            }
            task = engine.getDelegatedTask();
        }
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(server);
    }
}
