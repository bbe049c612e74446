package io.livetls.netty;

import io.livetls.LiveTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * Netty's JDK engine over the live {@code SSLContext} of the handle, which has all the rules of sessions and rotation
 * already: an engine of it belongs to a generation from its first handshake step on.
 */
final class JdkLiveContext extends LiveSslContext {
    private final JdkSslContext delegate;
    private final ContextSettings settings;
    private final String[] groups;
    private final LiveTls tls;
    private final FollowedHandlers handlers;
    private volatile boolean closed;

    JdkLiveContext(LiveTls tls, ContextSettings settings, @Nullable Retirement retirement) {
        this.tls = tls;
        this.settings = settings;
        this.groups = JdkGroups.names(settings.groups());
        this.delegate = new JdkSslContext(
                tls.sslContext(),
                settings.client(),
                settings.cipherSuitesOrNull(),
                IdentityCipherSuiteFilter.INSTANCE,
                settings.alpn(),
                settings.nettyClientAuth(),
                settings.protocolsOrNull(),
                false);
        // Names that the engine doesn't know are found now, not by the first connection.
        configured(delegate.newEngine(ByteBufAllocator.DEFAULT));
        this.handlers = FollowedHandlers.of(tls, retirement);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc) {
        return engine(() -> open().newEngine(alloc));
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc, String peerHost, int peerPort) {
        return engine(() -> open().newEngine(alloc, peerHost, peerPort));
    }

    // An engine is bound at its first handshake step, so to this generation or a newer one.

    private SSLEngine engine(Supplier<SSLEngine> make) {
        ConnectionGeneration atLeast = ConnectionGeneration.of(tls.current());
        return handlers.remember(configured(make.get()), atLeast);
    }

    private SslHandler handler(Supplier<SslHandler> make) {
        ConnectionGeneration atLeast = ConnectionGeneration.of(tls.current());
        return handlers.follow(make.get(), atLeast);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls) {
        return handler(() -> super.newHandler(alloc, startTls));
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor delegatedTaskExecutor) {
        return handler(() -> super.newHandler(alloc, startTls, delegatedTaskExecutor));
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls) {
        return handler(() -> super.newHandler(alloc, peerHost, peerPort, startTls));
    }

    @Override
    protected SslHandler newHandler(
            ByteBufAllocator alloc, String peerHost, int peerPort, boolean startTls, Executor delegatedTaskExecutor) {
        return handler(() -> super.newHandler(alloc, peerHost, peerPort, startTls, delegatedTaskExecutor));
    }

    /** What {@link JdkSslContext} can't be told. */
    private SSLEngine configured(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        if (settings.client()) {
            parameters.setEndpointIdentificationAlgorithm(ContextSettings.HOST_CHECK);
        }
        if (groups.length > 0) {
            JdkGroups.set(parameters, groups);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private JdkSslContext open() {
        if (closed) {
            throw new IllegalStateException("this context is closed");
        }
        return delegate;
    }

    @Override
    public boolean isClient() {
        return settings.client();
    }

    @Override
    public List<String> cipherSuites() {
        return delegate.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own supertype of every negotiator
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return delegate.applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return open().sessionContext();
    }

    @Override
    FollowedHandlers handlers() {
        return handlers;
    }

    @Override
    public void close() {
        closed = true;
        handlers.close();
    }
}
