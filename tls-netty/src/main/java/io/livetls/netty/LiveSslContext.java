package io.livetls.netty;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/**
 * A Netty context whose engines and handlers begin with what is current when they are made. It isn't reference-counted;
 * the engines it makes may be, as Netty's own are: an {@code SslHandler} in a pipeline releases its engine.
 *
 * <p>It ends with its {@link io.livetls.LiveTls}; a program that makes contexts again and again closes each. Connections
 * stay, new ones fail with an {@link IllegalStateException}. Thread-safe.
 */
public abstract class LiveSslContext extends SslContext implements AutoCloseable {

    LiveSslContext() {}

    abstract FollowedHandlers handlers();

    /**
     * Does for a handler that somebody else has made, around an engine of {@code newEngine}, what is done for those of
     * {@code newHandler}: its connection is retired where that was {@linkplain NettyContextBuilder#retire asked for}, and
     * closed if its peer loses trust in the last moment of the handshake, and {@link NettyTls#generation} knows it. For
     * frameworks that make handlers by themselves.
     *
     * @param handler one that hasn't begun its handshake, or on its channel's event loop
     * @throws IllegalArgumentException if its engine isn't from this context, or is followed already
     */
    public void follow(SslHandler handler) {
        handlers().followForeign(handler);
    }

    /** Ends this context, not the handle it was made of. A second call does nothing. */
    @Override
    public abstract void close();
}
