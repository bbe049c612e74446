package io.livetls.netty;

import io.livetls.LiveTls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** What becomes of the handlers of one live context: each marks its channel when its handshake has succeeded. */
final class FollowedHandlers implements AutoCloseable {
    private static final AttributeKey<ConnectionGeneration> GENERATION =
            AttributeKey.valueOf(FollowedHandlers.class, "generation");

    /** Null where connections aren't retired. */
    private final @Nullable RetiringConnections retiring;

    /**
     * Engines around which somebody else makes handlers. Weak: an engine is forgotten with its connection. Guarded by
     * itself.
     */
    private final Map<SSLEngine, ConnectionGeneration> engines = new WeakHashMap<>();

    private FollowedHandlers(@Nullable RetiringConnections retiring) {
        this.retiring = retiring;
    }

    static FollowedHandlers of(LiveTls tls, @Nullable Retirement retirement) {
        return new FollowedHandlers(retirement == null ? null : RetiringConnections.of(tls, retirement));
    }

    /** The channel's own, or for a stream of HTTP/2 its connection's. */
    static Optional<ConnectionGeneration> generation(Channel channel) {
        for (Channel next = channel; next != null; next = next.parent()) {
            ConnectionGeneration made = next.attr(GENERATION).get();
            if (made != null) {
                return Optional.of(made);
            }
        }
        return Optional.empty();
    }

    /** Keeps in mind an engine that is given out without a handler. */
    <E extends SSLEngine> E remember(E engine, ConnectionGeneration made) {
        synchronized (engines) {
            engines.put(engine, made);
        }
        return engine;
    }

    void followForeign(SslHandler handler) {
        ConnectionGeneration made;
        synchronized (engines) {
            made = engines.get(handler.engine());
        }
        if (made == null) {
            throw new IllegalArgumentException(
                    "the handler's engine isn't from newEngine(...) of this context, or is followed already");
        }
        follow(handler, made);
    }

    SslHandler follow(SslHandler handler, ConnectionGeneration made) {
        synchronized (engines) {
            engines.remove(handler.engine());
        }
        // On the channel's event loop, and before the pipeline hears of it.
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                established((Channel) done.getNow(), made);
            }
        });
        return handler;
    }

    private void established(Channel channel, ConnectionGeneration made) {
        channel.attr(GENERATION).set(made);
        if (retiring != null) {
            retiring.add(channel, made);
        }
    }

    @Override
    public void close() {
        if (retiring != null) {
            retiring.close();
        }
    }
}
