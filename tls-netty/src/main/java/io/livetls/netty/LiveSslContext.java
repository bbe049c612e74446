package io.livetls.netty;

import io.netty.handler.ssl.SslContext;

/**
 * A Netty context whose engines and handlers begin with what is current when they are made. It isn't reference-counted;
 * the engines it makes may be, as Netty's own are: an {@code SslHandler} in a pipeline releases its engine.
 *
 * <p>It ends with its {@link io.livetls.LiveTls}; a program that makes contexts again and again closes each. Connections
 * stay, new ones fail with an {@link IllegalStateException}. Thread-safe.
 */
public abstract class LiveSslContext extends SslContext implements AutoCloseable {

    LiveSslContext() {}

    /** Ends this context, not the handle it was made of. A second call does nothing. */
    @Override
    public abstract void close();
}
