package io.livetls.benchmarks;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.math.BigInteger;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;

/**
 * A client that connects, shakes hands in full, reads the server's byte, hangs up and begins again, with nothing between.
 * Its own context is a static one, on BoringSSL where that is there: it should cost as little as it can.
 */
final class HandshakingClient implements AutoCloseable {

    /** Told of each handshake, on the client's thread. */
    @FunctionalInterface
    interface Observer {
        void handshake(BigInteger serialNumber, long started, long ended);
    }

    private final SocketAddress server;
    private final SslContext context;
    private final Observer observer;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Bootstrap bootstrap;
    private final AtomicLong failures = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean ending;

    private HandshakingClient(SocketAddress server, SslContext context, Observer observer) {
        this.server = server;
        this.context = context;
        this.observer = observer;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                // Hang up by a reset: thousands of connections in TIME_WAIT would use up the ports.
                .option(ChannelOption.SO_LINGER, 0);
    }

    static HandshakingClient start(
            SocketAddress server, IssuedCertificate identity, CertificateAuthority trusted, Observer observer)
            throws SSLException {
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3")
                .keyManager(identity.privateKey(), identity.chain())
                .trustManager(trusted.certificate())
                // Without a host there is nothing to check it against, and nothing by which to find a session.
                .endpointIdentificationAlgorithm(null)
                .build();
        HandshakingClient client = new HandshakingClient(server, context, observer);
        client.loop.execute(client::next);
        return client;
    }

    /** Handshakes that didn't end in the server's byte. */
    long failures() {
        return failures.get();
    }

    private void next() {
        if (ending) {
            ended.complete(null);
            return;
        }
        Connection connection = new Connection(System.nanoTime());
        ChannelFuture connected = bootstrap.clone().handler(connection).connect(server);
        connected.channel().closeFuture().addListener(closed -> {
            if (!connection.greeted) {
                failures.incrementAndGet();
            }
            next();
        });
    }

    private final class Connection extends ChannelInitializer<Channel> {
        private final long started;
        private boolean greeted;

        Connection(long started) {
            this.started = started;
        }

        @Override
        protected void initChannel(Channel channel) {
            SslHandler tls = context.newHandler(channel.alloc());
            channel.pipeline().addLast(tls, new SimpleChannelInboundHandler<ByteBuf>() {
                @Override
                protected void channelRead0(ChannelHandlerContext on, ByteBuf greeting) throws SSLException {
                    long now = System.nanoTime();
                    if (!greeted) {
                        greeted = true;
                        X509Certificate leaf =
                                (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
                        observer.handshake(leaf.getSerialNumber(), started, now);
                        ChannelFuture unused = on.close();
                    }
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext on, Throwable cause) {
                    ChannelFuture unused = on.close();
                }
            });
        }
    }

    @Override
    public void close() {
        ending = true;
        ended.join();
        loop.shutdownGracefully().syncUninterruptibly();
    }
}
