package io.livetls.amqp;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What does the I/O of a factory's connections. The client doesn't tell, so a copy of the factory is asked to connect, with
 * hooks that say who called them, and an address that can't be reached. It opens nothing.
 */
enum IoMode {
    BLOCKING,
    NIO,
    NETTY,
    /** A subclass of the client's factory that does it in its own way. */
    UNKNOWN;

    /**
     * Asks.
     *
     * @param netty what Netty's configuration was given; null if the factory has none
     * @throws IllegalStateException if a connection was made with NIO or Netty before: then settings have no effect
     */
    @SuppressWarnings("deprecation") // NIO is the client's business
    static IoMode of(ConnectionFactory factory, @Nullable NettyHook netty) {
        ConnectionFactory copy = factory.clone();
        // A copy shares what the factory has, and connecting changes some of it.
        copy.setNioParams(new com.rabbitmq.client.impl.nio.NioParams());
        copy.setAutomaticRecoveryEnabled(false);
        copy.setSslContextFactory(name -> {
            throw new Reached(NIO);
        });
        copy.setSocketFactory(new SocketFactoryProbe());
        if (netty != null) {
            netty.probing(new Reached(NETTY));
        }
        try {
            copy.newConnection((ExecutorService) null, () -> List.of(new Unreachable()), null)
                    .abort();
            return UNKNOWN;
        } catch (IOException | TimeoutException | RuntimeException e) {
            Reached reached = Reached.in(e);
            if (reached == null) {
                return UNKNOWN;
            }
            if (reached.mode == null) {
                throw new IllegalStateException(
                        "this ConnectionFactory has connected by NIO or Netty already, and goes on"
                                + " as it did then, whatever is set now. Call AmqpTls.apply(...) before its first connection, or on"
                                + " a new ConnectionFactory");
            }
            return reached.mode;
        } finally {
            if (netty != null) {
                netty.probing(null);
            }
        }
    }

    /** A hook was called. */
    static final class Reached extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Null for the network itself, so by hooks of before. */
        private final @Nullable IoMode mode;

        Reached(@Nullable IoMode mode) {
            super(null, null, false, false);
            this.mode = mode;
        }

        static @Nullable Reached in(Throwable thrown) {
            for (Throwable each = thrown; each != null; each = each.getCause()) {
                if (each instanceof Reached reached) {
                    return reached;
                }
            }
            return null;
        }
    }

    private static final class Unreachable extends Address {
        Unreachable() {
            super("localhost", 0);
        }

        @Override
        public String getHost() {
            throw new Reached(null);
        }

        @Override
        public InetSocketAddress toInetSocketAddress(int port) {
            throw new Reached(null);
        }
    }

    private static final class SocketFactoryProbe extends SocketFactory {
        @Override
        public java.net.Socket createSocket() {
            throw new Reached(BLOCKING);
        }

        @Override
        public java.net.Socket createSocket(String host, int port) {
            return createSocket();
        }

        @Override
        public java.net.Socket createSocket(String host, int port, java.net.InetAddress localHost, int localPort) {
            return createSocket();
        }

        @Override
        public java.net.Socket createSocket(java.net.InetAddress host, int port) {
            return createSocket();
        }

        @Override
        public java.net.Socket createSocket(
                java.net.InetAddress address, int port, java.net.InetAddress localAddress, int localPort) {
            return createSocket();
        }
    }
}
