package io.livetls.examples.demo;

import io.livetls.LiveTls;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.NettyTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An HTTPS server that tells each client whom it sees. Made once: nothing here knows of rotation. */
final class DemoServer implements AutoCloseable {
    private static final int LARGEST_REQUEST = 64 * 1024;

    private final MultiThreadIoEventLoopGroup loops;
    private final Channel listening;
    private final boolean openSsl;
    private final Map<Integer, String> refusals = new ConcurrentHashMap<>();

    private DemoServer(MultiThreadIoEventLoopGroup loops, SslContext context, boolean openSsl, int port) {
        this.loops = loops;
        this.openSsl = openSsl;
        this.listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslHandler tls = context.newHandler(channel.alloc());
                        channel.pipeline()
                                .addLast(
                                        tls,
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(LARGEST_REQUEST),
                                        new WhoIsWho(tls.engine(), refusals));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    /**
     * Serves on the loopback interface.
     *
     * @throws IllegalStateException if the engine isn't available
     */
    static DemoServer start(LiveTls tls, NettyEngine engine, int port) {
        boolean openSsl = engine == NettyEngine.OPENSSL || (engine == NettyEngine.AUTO && OpenSsl.isAvailable());
        SslContext context = NettyTls.server(tls).engine(engine).build();
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        boolean started = false;
        try {
            DemoServer server = new DemoServer(loops, context, openSsl, port);
            started = true;
            return server;
        } finally {
            if (!started) {
                stop(loops);
            }
        }
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    boolean isOpenSsl() {
        return openSsl;
    }

    /** Who speaks TLS, for people. */
    String engine(NettyEngine asked) {
        if (openSsl) {
            return OpenSsl.versionString();
        }
        String jdk = "the JDK's engine (Java " + Runtime.version().feature() + ")";
        return asked == NettyEngine.JDK ? jdk : jdk + ", because Netty's BoringSSL isn't available here";
    }

    /** Why the handshake with the client of this port failed; null if it didn't, or isn't over yet. */
    @Nullable String refusal(int clientPort) {
        return refusals.get(clientPort);
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        stop(loops);
    }

    private static void stop(MultiThreadIoEventLoopGroup loops) {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
