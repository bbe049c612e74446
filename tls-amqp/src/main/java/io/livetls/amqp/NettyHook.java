package io.livetls.amqp;

import com.rabbitmq.client.ConnectionFactory;
import io.livetls.LiveTls;
import io.netty.handler.ssl.SslContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Netty connections of the client get their TLS from. The only class here that the client's Netty configuration is
 * named in: where there is no Netty, it doesn't load, and nothing else misses it.
 */
final class NettyHook implements Function<@Nullable String, SslContext> {
    private final LiveTls tls;
    private final Attempts attempts;
    private @Nullable SslContext context;
    private volatile IoMode.@Nullable Reached probe;

    private NettyHook(LiveTls tls, Attempts attempts) {
        this.tls = tls;
        this.attempts = attempts;
    }

    /**
     * Sets it where the factory has a configuration for Netty.
     *
     * @return null if it has none
     */
    static @Nullable NettyHook installIn(ConnectionFactory factory, LiveTls tls, Attempts attempts) {
        ConnectionFactory copy = factory.clone();
        // To ask the factory itself would switch it to Netty. A copy shares a configuration that is there.
        ConnectionFactory.NettyConfiguration shared = copy.netty();
        if (shared.connectionFactory() == copy) {
            return null;
        }
        NettyHook hook = new NettyHook(tls, attempts);
        shared.sslContextFactory(hook);
        return hook;
    }

    /** Sets it where the factory has no configuration yet, for the case that somebody calls {@code netty()} later. */
    @SuppressWarnings("deprecation") // NIO is the client's business
    static void prepareIn(ConnectionFactory factory, IoMode mode, LiveTls tls, Attempts attempts) {
        factory.netty().sslContextFactory(new NettyHook(tls, attempts));
        if (mode == IoMode.NIO) {
            factory.useNio();
        } else {
            factory.useBlockingIo();
        }
    }

    /** From now on throws, or does no more. */
    void probing(IoMode.@Nullable Reached reached) {
        this.probe = reached;
    }

    @Override
    public SslContext apply(@Nullable String connectionName) {
        IoMode.Reached reached = probe;
        if (reached != null) {
            throw reached;
        }
        return NotedContext.over(context(), tls.settings().name(), attempts);
    }

    private synchronized SslContext context() {
        SslContext made = context;
        if (made == null) {
            made = NettyContexts.client(tls);
            context = made;
        }
        return made;
    }
}
