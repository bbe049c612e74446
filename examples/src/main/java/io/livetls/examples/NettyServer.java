package io.livetls.examples;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.netty.NettyTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;

/** A Netty server that sends back what it gets, for clients with a trusted certificate. */
public final class NettyServer {
    private NettyServer() {}

    /**
     * Serves until it is stopped.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, and a port
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        try (LiveTls tls = LiveTls.builder()
                .secretDirectory(Path.of(args[0]))
                .clientAuth(ClientAuth.REQUIRE)
                .build()) {
            serve(tls, loops, Integer.parseInt(args[1])).closeFuture().sync();
        }
    }

    static Channel serve(LiveTls tls, EventLoopGroup loops, int port) throws InterruptedException {
        SslContext context = NettyTls.serverContext(tls); // once; it follows the files
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(context.newHandler(channel.alloc()), new Echo());
                    }
                })
                .bind(port)
                .sync()
                .channel();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }
}
