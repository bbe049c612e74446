package io.livetls.netty;

import io.livetls.Derived;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * BoringSSL: one native context for each generation, counted. A connection holds its context, so it goes on after the
 * context was replaced; the native memory goes with the last of them.
 */
final class OpenSslLiveContext extends LiveSslContext {
    private final ContextSettings settings;
    private final HandshakesUnderWay handshakes;
    private final Derived<OpenSslGeneration> generations;
    private final FollowedHandlers handlers;

    OpenSslLiveContext(
            ContextSettings settings,
            HandshakesUnderWay handshakes,
            Derived<OpenSslGeneration> generations,
            FollowedHandlers handlers) {
        this.settings = settings;
        this.handshakes = handshakes;
        this.generations = generations;
        this.handlers = handlers;
    }

    /**
     * Uses the current context while holding it. Between reading it and holding it, it may have been replaced and freed;
     * then there is a newer one, or the handle is closed and reading says so.
     */
    private <T> T with(Function<OpenSslGeneration, T> use) {
        return Counted.use(generations::current, current -> {
            current.freshenTicketKeys();
            return use.apply(current);
        });
    }

    private SSLEngine engine(Function<SslContext, SSLEngine> make) {
        return with(current -> handlers.remember(current.watched(make.apply(current.context())), current.numbers()));
    }

    /** An engine is bound to its context, so to the generation that it was made under. */
    private SslHandler handler(Function<SslContext, SslHandler> make) {
        return with(current -> {
            SslHandler handler = make.apply(current.context());
            current.watched(handler.engine());
            handshakes.isIn(handler);
            return handlers.follow(handler, current.numbers());
        });
    }

    @Override
    public void follow(SslHandler handler) {
        super.follow(handler);
        handshakes.isIn(handler);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc) {
        return engine(context -> context.newEngine(alloc));
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc, String peerHost, int peerPort) {
        return engine(context -> context.newEngine(alloc, peerHost, peerPort));
    }

    // Netty makes handlers of native contexts with engines that wrap and unwrap more than one record at a time. The
    // argument startTls is always what the public methods of SslContext give: false, here and in the delegate.

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls) {
        return handler(context -> context.newHandler(alloc));
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor delegatedTaskExecutor) {
        return handler(context -> context.newHandler(alloc, delegatedTaskExecutor));
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls) {
        return handler(context -> context.newHandler(alloc, peerHost, peerPort));
    }

    @Override
    protected SslHandler newHandler(
            ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls, Executor delegatedTaskExecutor) {
        return handler(context -> context.newHandler(alloc, peerHost, peerPort, delegatedTaskExecutor));
    }

    @Override
    public boolean isClient() {
        return settings.client();
    }

    @Override
    public List<String> cipherSuites() {
        return with(current -> current.context().cipherSuites());
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own supertype of every negotiator
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return with(current -> current.context().applicationProtocolNegotiator());
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is the current generation's: the size and timeout of the cache that are set on it are taken over by the next.
     */
    @Override
    public SSLSessionContext sessionContext() {
        return with(current -> current.context().sessionContext());
    }

    @Override
    FollowedHandlers handlers() {
        return handlers;
    }

    @Override
    public void close() {
        handlers.close();
        generations.close();
    }
}
