package io.livetls.kafka;

import io.livetls.engine.ForwardingEngine;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Ends its connection once that has outlived its trust, at the one moment when Kafka loses least: a client's before it
 * sends its next request, a server's before it reads its client's next one. Kafka takes it as the peer's going, so clients
 * connect again and repeat what wasn't answered.
 */
final class EndingEngine extends ForwardingEngine {
    private static final long NOT_YET = -1;

    private final SSLEngine engine;
    private final TrustChanges changes;
    private final double turn = ThreadLocalRandom.current().nextDouble();

    /** Of one connection, which is one thread's at a time. */
    private volatile long began = NOT_YET;

    EndingEngine(SSLEngine engine, TrustChanges changes) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
        this.changes = changes;
    }

    @Override
    protected SSLEngine engine() {
        return engine;
    }

    @Override
    public void beginHandshake() throws SSLException {
        if (began == NOT_YET) {
            began = changes.now();
        }
        super.beginHandshake();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        if (getUseClientMode() && isOver()) {
            closeOutbound();
        }
        return super.wrap(sources, offset, length, target);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        if (!getUseClientMode() && isOver()) {
            closeOutbound();
            return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NEED_WRAP, 0, 0);
        }
        return super.unwrap(source, targets, offset, length);
    }

    /** Not in the middle of a handshake, which is judged by the trust at its end. */
    private boolean isOver() {
        return began != NOT_YET
                && changes.isOver(began, turn)
                && getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }
}
