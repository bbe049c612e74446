package io.livetls.benchmarks;

import io.livetls.LiveTls;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.NettyTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A mTLS server that says one byte once it has checked the client, and hangs up. */
interface GreetingServer extends AutoCloseable {
    int BACKLOG = 64;

    InetSocketAddress address();

    @Override
    void close();

    static GreetingServer netty(LiveTls tls, NettyEngine engine) {
        SslContext context = NettyTls.server(tls).engine(engine).build();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel channel = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(context.newHandler(accepted.alloc()), new Greeting());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        return new GreetingServer() {
            @Override
            public InetSocketAddress address() {
                return (InetSocketAddress) channel.localAddress();
            }

            @Override
            public void close() {
                channel.close().syncUninterruptibly();
                loop.shutdownGracefully().syncUninterruptibly();
            }
        };
    }

    /** By sockets of the live {@code SSLContext}, one connection after the other. */
    static GreetingServer jsse(LiveTls tls) throws IOException {
        SSLServerSocket socket = (SSLServerSocket) tls.sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(socket), "benchmark-server");
        thread.setDaemon(true);
        thread.start();
        return new GreetingServer() {
            @Override
            public InetSocketAddress address() {
                return (InetSocketAddress) socket.getLocalSocketAddress();
            }

            @Override
            public void close() {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
    }

    private static void serve(SSLServerSocket socket) {
        while (!socket.isClosed()) {
            try (SSLSocket accepted = (SSLSocket) socket.accept()) {
                accepted.setTcpNoDelay(true);
                accepted.startHandshake();
                accepted.getOutputStream().write('!');
            } catch (IOException e) {
                // The client counts what fails, and hangs up as it likes.
            }
        }
    }

    /** Says the byte. */
    final class Greeting extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
                context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'!'}))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The client counts what fails, and hangs up as it likes.
            ChannelFuture unused = context.close();
        }
    }
}
