package io.livetls.soak;

import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * A client's connection: any TLS engine over a plain socket, blocking. One driver for the JDK's engines and BoringSSL's,
 * so that nothing of the library under test and nothing of Netty's pipeline is on this side. For one thread at a time.
 */
final class Link implements AutoCloseable {
    private static final int CAPACITY = 64 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Socket socket;
    private final SSLEngine engine;
    private final ByteBuffer incoming = ByteBuffer.allocate(CAPACITY);
    private final ByteBuffer outgoing = ByteBuffer.allocate(CAPACITY);
    private final ByteBuffer received = ByteBuffer.allocate(CAPACITY);

    /** Both are closed with this. */
    Link(Socket socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
    }

    /** A connection whose client hasn't said anything yet. */
    static Socket dial(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(Wait.GUARD.toMillis()));
        return socket;
    }

    void handshake() throws IOException {
        received.clear();
        engine.beginHandshake();
        while (isHandshaking()) {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                write(NOTHING);
            } else {
                read(HandshakeStatus.NEED_UNWRAP);
            }
            runTasks();
        }
    }

    /** Sends one byte and waits until it comes back. */
    void echo() throws IOException {
        received.clear();
        write(ByteBuffer.wrap(new byte[] {'x'}));
        while (received.position() == 0) {
            read(HandshakeStatus.NOT_HANDSHAKING);
            runTasks();
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                write(NOTHING);
            }
        }
    }

    List<X509Certificate> serverChain() throws IOException {
        return Stream.of(engine.getSession().getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList();
    }

    private boolean isHandshaking() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    private void runTasks() {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        }
    }

    private void write(ByteBuffer data) throws IOException {
        do {
            outgoing.clear();
            SSLEngineResult result = engine.wrap(data, outgoing);
            socket.getOutputStream().write(outgoing.array(), 0, outgoing.position());
            if (result.getStatus() != Status.OK) {
                throw new EOFException("can't write: " + result.getStatus());
            }
            runTasks();
        } while (data.hasRemaining());
    }

    /**
     * One record; or, where there isn't a whole one and the engine still says by this status that it wants one, more bytes
     * for it. BoringSSL may say that it has too little and yet have gone on, with what it had kept to itself.
     */
    private void read(HandshakeStatus wanting) throws IOException {
        incoming.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(incoming, received);
        } finally {
            incoming.compact();
        }
        if (result.getStatus() == Status.CLOSED) {
            throw new EOFException("the server closed the connection");
        }
        boolean nothing = result.bytesConsumed() == 0 && received.position() == 0;
        if (nothing && engine.getHandshakeStatus() == wanting) {
            fill();
        }
    }

    private void fill() throws IOException {
        int read = socket.getInputStream().read(incoming.array(), incoming.position(), incoming.remaining());
        if (read < 0) {
            throw new EOFException("the server ended the connection");
        }
        incoming.position(incoming.position() + read);
    }

    /** Says goodbye, or says by an alert what went wrong; if the server is gone already, it doesn't matter. */
    @Override
    public void close() {
        try (socket) {
            engine.closeOutbound();
            for (int record = 0; record < 2 && !engine.isOutboundDone(); record++) {
                outgoing.clear();
                engine.wrap(NOTHING, outgoing);
                socket.getOutputStream().write(outgoing.array(), 0, outgoing.position());
            }
        } catch (IOException e) {
            // The server was quicker.
        } finally {
            ReferenceCountUtil.release(engine);
        }
    }
}
