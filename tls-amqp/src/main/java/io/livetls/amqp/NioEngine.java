package io.livetls.amqp;

import io.livetls.engine.ForwardingEngine;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Makes up for what the client's NIO doesn't know of engines, so that TLS 1.3 works, by the JDK and by Conscrypt:
 *
 * <ul>
 *   <li>It goes on reading when a task of the handshake ended with something to write, and so waits for ever for a server
 *       that sends its flight in one record, as the JDK does. Here tasks are done before it hears of them.
 *   <li>It takes its whole buffer for data when a record has none, and so fails with the first session ticket ("Bad frame
 *       end marker"). Here such records are passed over.
 *   <li>During the handshake it gives a buffer full of zeros to be sent. The JDK's engine takes no data before the handshake's
 *       end; Conscrypt's does, in the step that ends it. Here it is given none.
 * </ul>
 */
final class NioEngine extends ForwardingEngine {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private boolean established;

    NioEngine(SSLEngine engine) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
    }

    @Override
    protected SSLEngine engine() {
        return engine;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        SSLEngineResult result = withoutTasks(engine.unwrap(source, targets, offset, length));
        int consumed = result.bytesConsumed();
        // Of the handshake itself the client wants to see each step. What comes next is data, or the need for more
        // bytes.
        while (established && result.getStatus() == Status.OK && result.bytesProduced() == 0) {
            result = withoutTasks(engine.unwrap(source, targets, offset, length));
            consumed += result.bytesConsumed();
        }
        return noted(
                new SSLEngineResult(result.getStatus(), result.getHandshakeStatus(), consumed, result.bytesProduced()));
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        return noted(established ? engine.wrap(sources, offset, length, target) : engine.wrap(NOTHING, target));
    }

    private SSLEngineResult noted(SSLEngineResult result) {
        established |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
        return result;
    }

    private SSLEngineResult withoutTasks(SSLEngineResult result) {
        if (result.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
            return result;
        }
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return new SSLEngineResult(
                result.getStatus(), engine.getHandshakeStatus(), result.bytesConsumed(), result.bytesProduced());
    }
}
