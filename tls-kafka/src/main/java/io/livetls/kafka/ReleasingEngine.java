package io.livetls.kafka;

import io.livetls.engine.ForwardingEngine;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.lang.ref.Cleaner;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Gives a counted engine of Netty back, which Kafka knows nothing of: at the last step of its closing of a connection, or,
 * where it never comes to that, when nobody can reach the engine any more.
 */
final class ReleasingEngine extends ForwardingEngine {
    private final SSLEngine engine;
    private final Cleaner.Cleanable release;

    private record Release(ReferenceCounted engine) implements Runnable {
        @Override
        public void run() {
            ReferenceCountUtil.safeRelease(engine);
        }
    }

    private ReleasingEngine(SSLEngine engine, ReferenceCounted counted) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
        this.release = Unreachable.register(this, new Release(counted));
    }

    @Override
    protected SSLEngine engine() {
        return engine;
    }

    static SSLEngine over(SSLEngine engine) {
        return engine instanceof ReferenceCounted counted ? new ReleasingEngine(engine, counted) : engine;
    }

    @Override
    public void closeInbound() throws SSLException {
        try {
            super.closeInbound();
        } finally {
            release.clean();
        }
    }
}
