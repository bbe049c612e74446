package io.livetls.netty;

import io.livetls.LiveTls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of the handlers of one live context: each marks its channel when its handshake has succeeded. */
final class FollowedHandlers implements AutoCloseable {
    private static final AttributeKey<ConnectionGeneration> GENERATION =
            AttributeKey.valueOf(FollowedHandlers.class, "generation");

    /** Null where connections aren't retired. */
    private final @Nullable RetiringConnections retiring;

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

    SslHandler follow(SslHandler handler, ConnectionGeneration made) {
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
