package io.livetls.amqp;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A live context for one connection, whose handler is noted. */
final class NotedContext extends DelegatingSslContext {
    private volatile @Nullable SslHandler handler;

    private NotedContext(SslContext live) {
        super(live);
    }

    static SslContext over(SslContext live, Attempts attempts) {
        NotedContext context = new NotedContext(live);
        attempts.begun(context::isUp);
        return context;
    }

    private boolean isUp() {
        SslHandler made = handler;
        return made != null
                && made.handshakeFuture().isSuccess()
                && made.handshakeFuture().getNow().isActive();
    }

    @Override
    protected void initEngine(SSLEngine engine) {
        engine.setSSLParameters(ClientContext.withHostCheck(engine.getSSLParameters()));
    }

    @Override
    protected void initHandler(SslHandler made) {
        initEngine(made.engine());
        handler = made;
    }
}
