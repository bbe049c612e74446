package io.livetls.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** A server on the loopback interface that sends back what it gets. */
final class EchoServer implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final Channel listener;

    private EchoServer(Function<Channel, ChannelHandler> tlsHandler) {
        this.listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tlsHandler.apply(channel), new Echo());
                        accepted.add(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static EchoServer of(SslContext context) {
        return new EchoServer(channel -> context.newHandler(channel.alloc()));
    }

    static EchoServer of(Function<Channel, ChannelHandler> tlsHandler) {
        return new EchoServer(tlsHandler);
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The server's side of the next connection. */
    Channel nextAccepted() throws InterruptedException {
        return within(accepted.poll(10, TimeUnit.SECONDS));
    }

    /** What the client of the next connection, whose handshake is over, has presented. */
    X509Certificate nextPeerCertificate() throws InterruptedException, SSLPeerUnverifiedException {
        SslHandler handler = nextAccepted().pipeline().get(SslHandler.class);
        return (X509Certificate) handler.engine().getSession().getPeerCertificates()[0];
    }

    /** What went wrong next on a connection. */
    Throwable nextFailure() throws InterruptedException {
        return within(failures.poll(10, TimeUnit.SECONDS));
    }

    private static <T> T within(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("nothing happened for ten seconds");
        }
        return value;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(cause);
            ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }
}
