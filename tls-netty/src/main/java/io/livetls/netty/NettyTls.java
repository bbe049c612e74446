package io.livetls.netty;

import io.livetls.LiveTls;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/**
 * Netty contexts that are always current: each connection takes the key, the certificate and the trust that a
 * {@link LiveTls} has when the connection is made.
 *
 * <pre>{@code
 * SslContext context = NettyTls.serverContext(tls);
 * new ServerBootstrap().childHandler(new ChannelInitializer<>() {
 *     protected void initChannel(Channel channel) {
 *         channel.pipeline().addLast(context.newHandler(channel.alloc()));
 *     }
 * });
 * }</pre>
 *
 * <p>Client auth, protocols and cipher suites are those of {@link LiveTls#settings()}. Clients check the server's name
 * ({@code HTTPS}, RFC 9110, 4.3.4), so give it: {@code context.newHandler(alloc, host, port)}. Without one every server
 * is refused.
 *
 * <p><b>Sessions.</b> When trust changes, no session from before is resumed, on no kind of session (TLS 1.2 session id,
 * TLS 1.2 ticket, TLS 1.3 ticket), not even by a connection that was accepted before the change and says its first word
 * after it. When only the identity of a server changes, BoringSSL's clients go on resuming by ticket, and the JDK's as the
 * JDK lets them: Java 17 does, Java 25 refuses its own tickets then. Clients resume nothing from before any change.
 *
 * <p>With BoringSSL, tickets are on for TLS 1.2 too, where Netty leaves them off: they are what outlives a certificate.
 * Their keys are random; each seals for 12 hours ({@link NettyContextBuilder#ticketKeyLifetime}) and opens for as long as
 * its tickets last, or until trust changes. With {@link LiveTls.Builder#sessionTicketKeys} they are those of a file, and
 * clients resume with every process that has the same file and the same trust.
 *
 * <p><b>Open connections</b> go on with what they were made with. {@link NettyContextBuilder#retire} ends those of older
 * trust, {@link #generation} tells which they are.
 *
 * <p>Everything here is thread-safe, except the builders.
 */
public final class NettyTls {
    private NettyTls() {}

    /**
     * A server's context with the defaults of {@link #server(LiveTls)}.
     *
     * @param tls what to serve with; closing it ends the context
     * @return always current; don't cast it to one of Netty's own
     * @throws IllegalStateException if the handle has no identity, or is closed
     * @throws io.livetls.material.MaterialException if the TLS engine refuses the identity
     */
    public static SslContext serverContext(LiveTls tls) {
        return server(tls).build();
    }

    /**
     * A client's context with the defaults of {@link #client(LiveTls)}.
     *
     * @param tls what to trust, and what to present to servers that ask; closing it ends the context
     * @return always current; don't cast it to one of Netty's own
     * @throws IllegalStateException if the handle has no trust, or is closed
     * @throws io.livetls.material.MaterialException if the TLS engine refuses the identity
     */
    public static SslContext clientContext(LiveTls tls) {
        return client(tls).build();
    }

    /**
     * Begins a server's context that differs from the defaults.
     *
     * @param tls what to serve with
     * @return a builder that has nothing set
     */
    public static NettyContextBuilder server(LiveTls tls) {
        return new NettyContextBuilder(tls, false, OpenSslLibrary.NETTY);
    }

    /**
     * Begins a client's context that differs from the defaults.
     *
     * @param tls what to trust, and what to present to servers that ask
     * @return a builder that has nothing set
     */
    public static NettyContextBuilder client(LiveTls tls) {
        return new NettyContextBuilder(tls, true, OpenSslLibrary.NETTY);
    }

    /**
     * Under what an open connection was made. To be asked from the moment when its handshake has succeeded, which a pipeline
     * learns by {@code SslHandshakeCompletionEvent}.
     *
     * @param channel of a handler that a context from here made or {@linkplain LiveSslContext#follow follows}; a stream of
     *     HTTP/2 is answered for its connection
     * @return empty if its handshake hasn't succeeded, or nobody follows it
     */
    public static Optional<ConnectionGeneration> generation(Channel channel) {
        return FollowedHandlers.generation(channel);
    }

    /**
     * Begins handlers that serve several names, each with a handle of its own.
     *
     * @return a builder that has nothing set
     */
    public static SniTls.Builder sni() {
        return new SniTls.Builder();
    }
}
