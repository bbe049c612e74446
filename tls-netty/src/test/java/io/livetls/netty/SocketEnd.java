package io.livetls.netty;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A blocking {@code SSLSocket} in a thread of its own, over a transport that says when it waits. */
final class SocketEnd implements End {
    private final SSLSocket socket;
    private final StepSocket transport;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean established;
    private volatile boolean heard;
    private volatile @Nullable Throwable failure;
    private @Nullable Future<?> running;

    private SocketEnd(SSLSocket socket, StepSocket transport) {
        this.socket = socket;
        this.transport = transport;
    }

    /** How a socket is put over its transport. */
    interface Layer {
        SSLSocket over(StepSocket transport) throws IOException;
    }

    static SocketEnd of(int port, Layer layer) {
        StepSocket transport = new StepSocket(port);
        try {
            return new SocketEnd(layer.over(transport), transport);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<byte[]> start() {
        running = thread.submit(this::talk);
        return transport.awaitIdle();
    }

    @Override
    public List<byte[]> take(byte[] tlsRecord) {
        transport.arrive(tlsRecord);
        return transport.awaitIdle();
    }

    private void talk() {
        try {
            socket.startHandshake();
            established = true;
            socket.getOutputStream().write(WORD);
            heard = socket.getInputStream().read() == WORD;
            // Whatever else comes: session tickets, the end.
            while (socket.getInputStream().read() >= 0) {
                heard = true;
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            transport.abandon();
        }
    }

    @Override
    public boolean isEstablished() {
        return established;
    }

    @Override
    public boolean heard() {
        return heard;
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        transport.end();
        thread.shutdown();
        try {
            if (running != null) {
                running.get(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
