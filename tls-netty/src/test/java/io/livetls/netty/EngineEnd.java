package io.livetls.netty;

import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** An {@code SSLEngine}, driven as a framework does. */
final class EngineEnd implements End {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer out = ByteBuffer.allocate(1 << 17);
    private boolean established;
    private boolean spoken;
    private boolean heard;
    private @Nullable Throwable failure;

    EngineEnd(SSLEngine engine) {
        this.engine = engine;
    }

    @Override
    public List<byte[]> start() {
        return guarded(() -> {
            engine.beginHandshake();
            advance();
        });
    }

    @Override
    public List<byte[]> take(byte[] tlsRecord) {
        if (failure != null) {
            return List.of();
        }
        in.put(tlsRecord);
        return guarded(this::advance);
    }

    private interface Step {
        void run() throws SSLException;
    }

    private List<byte[]> guarded(Step step) {
        try {
            step.run();
        } catch (SSLException e) {
            failure = e;
            sayGoodbye();
        }
        byte[] written = Arrays.copyOf(out.array(), out.position());
        out.clear();
        return End.records(written);
    }

    private void advance() throws SSLException {
        boolean progress = true;
        while (progress) {
            runTasks();
            progress = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP ? wrap(NOTHING) : unwrap();
            if (!progress && established && !spoken) {
                spoken = true;
                progress = wrap(ByteBuffer.wrap(new byte[] {WORD}));
            }
        }
    }

    private boolean wrap(ByteBuffer source) throws SSLException {
        SSLEngineResult result = engine.wrap(source, out);
        look(result);
        return result.bytesProduced() > 0;
    }

    private boolean unwrap() throws SSLException {
        in.flip();
        try {
            if (!in.hasRemaining()) {
                return false;
            }
            ByteBuffer plain = ByteBuffer.allocate(1 << 15);
            SSLEngineResult result = engine.unwrap(in, plain);
            heard |= plain.position() > 0;
            look(result);
            return result.bytesConsumed() > 0
                    || result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                    || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
        } finally {
            in.compact();
        }
    }

    private void look(SSLEngineResult result) throws SSLException {
        established |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
        if (result.getStatus() == Status.CLOSED) {
            throw new SSLException("closed");
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** The alert. */
    private void sayGoodbye() {
        try {
            engine.wrap(NOTHING, out);
        } catch (SSLException e) {
            // There is nothing to say.
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
        ReferenceCountUtil.release(engine);
    }
}
