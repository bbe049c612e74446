package io.livetls.examples.http;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.netty.NettyTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.HttpToHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.InboundHttp2ToHttpAdapterBuilder;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;

/** Netty's HTTPS server with HTTP/2 and HTTP/1.1, as the client prefers, which greets its clients by their certificates. */
public final class NettyHttpServer {
    private static final int LONGEST_BODY = 64 * 1024;

    private NettyHttpServer() {}

    /**
     * Serves until it is stopped.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, and a port
     * @throws Exception if the port can't be had
     */
    public static void main(String[] args) throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        try (LiveTls tls = LiveTls.builder()
                .secretDirectory(Path.of(args[0]))
                .clientAuth(ClientAuth.REQUIRE)
                .build()) {
            serve(tls, group, Integer.parseInt(args[1])).closeFuture().sync();
        } finally {
            group.shutdownGracefully().sync();
        }
    }

    static Channel serve(LiveTls tls, EventLoopGroup group, int port) throws InterruptedException {
        SslContext context = NettyTls.server(tls)
                .applicationProtocols(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
                .build();
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(context.newHandler(channel.alloc()), new Negotiated());
                    }
                })
                .bind(port)
                .sync()
                .channel();
    }

    private static final class Negotiated extends ApplicationProtocolNegotiationHandler {
        Negotiated() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
                ctx.pipeline()
                        .addLast(new HttpToHttp2ConnectionHandlerBuilder()
                                .connection(connection)
                                .frameListener(new InboundHttp2ToHttpAdapterBuilder(connection)
                                        .maxContentLength(LONGEST_BODY)
                                        .build())
                                .build());
            } else {
                ctx.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(LONGEST_BODY));
            }
            ctx.pipeline().addLast(new Greeting());
        }
    }
}
