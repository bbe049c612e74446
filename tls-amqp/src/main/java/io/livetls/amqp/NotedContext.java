package io.livetls.amqp;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A live context for one connection, whose handler is noted. */
final class NotedContext extends DelegatingSslContext {
    private static final Logger LOG = System.getLogger("io.livetls.amqp");

    private final String handle;
    private volatile @Nullable SslHandler handler;

    private NotedContext(SslContext live, String handle) {
        super(live);
        this.handle = handle;
    }

    static SslContext over(SslContext live, String handle, Attempts attempts) {
        NotedContext context = new NotedContext(live, handle);
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
        made.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                tell(made, done.cause());
            }
        });
    }

    /**
     * The client goes on before the handshake is over, and is told of its end by whatever it does next: mostly by the reason,
     * but also by an IOException without a cause, or by handlers that are gone.
     */
    private void tell(SslHandler failed, Throwable reason) {
        LOG.log(
                Level.WARNING,
                () -> handle + ": no TLS with " + failed.engine().getPeerHost() + ":"
                        + failed.engine().getPeerPort() + ", " + reasons(reason));
    }

    private static String reasons(Throwable reason) {
        StringBuilder all = new StringBuilder(String.valueOf(reason.getMessage()));
        for (Throwable cause = reason.getCause(); cause != null; cause = cause.getCause()) {
            all.append(": ").append(cause.getMessage());
        }
        return all.toString();
    }
}
