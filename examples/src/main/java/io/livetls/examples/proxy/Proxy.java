package io.livetls.examples.proxy;

import io.livetls.LiveTls;
import io.livetls.config.TlsEnvironment;
import io.livetls.netty.NettyTls;
import io.livetls.netty.SniTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;

/**
 * Terminates mutual TLS from outside, opens mutual TLS to a service inside, and passes what is said from one to the other:
 *
 * <pre>
 *   client --- mTLS for the external host ---&gt; proxy --- mTLS for the service ---&gt; service
 *                    channel "outside"                     channel "inside"
 * </pre>
 *
 * <pre>
 * MM_TLS_OUTSIDE__SECRET_DIR=/etc/tls                as a mounted secret; or, where it holds base64 of PEM,
 * MM_TLS_OUTSIDE__KEY_CERT, MM_TLS_OUTSIDE__PRIVATE_KEY, MM_TLS_OUTSIDE__TRUST_CERT
 * MM_TLS_OUTSIDE__CLIENT_AUTH=REQUIRE
 * MM_TLS_OUTSIDE__EXPECT_HOSTS=gateway.example.org   covered by its names or by a wildcard, and
 * MM_TLS_OUTSIDE__CHECKS=hosts,issuer                from the CA in ca.crt: else it doesn't start
 * MM_TLS_INSIDE__SECRET_DIR=/etc/tls                 an ingress may use the proxy's material again
 * </pre>
 */
public final class Proxy {
    private Proxy() {}

    /**
     * Serves until it is stopped.
     *
     * @param args a port; the external host; the host and the port of the service; {@code strict} or {@code lax}: whether
     *     connections for another host are refused
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        TlsEnvironment environment = TlsEnvironment.ofProcess();
        try (LiveTls outside = LiveTls.builder(environment.channel("outside")).build();
                LiveTls inside = LiveTls.builder(environment.channel("inside")).build()) {
            SniTls names = names(outside, args[1], args[4].equals("strict"));
            Service service = new Service(args[2], Integer.parseInt(args[3]), NettyTls.clientContext(inside));
            serve(loops, Integer.parseInt(args[0]), names, service)
                    .closeFuture()
                    .sync();
        } finally {
            loops.shutdownGracefully().sync();
        }
    }

    /**
     * Where connections go.
     *
     * @param host its name is checked against its certificate
     * @param port where it serves
     * @param tls a client's context
     */
    record Service(String host, int port, SslContext tls) {}

    /** Strict: a client that asks for another host, or for none, gets the alert unrecognized_name. */
    static SniTls names(LiveTls outside, String externalHost, boolean strict) {
        SniTls.Builder names = NettyTls.sni().host(externalHost, outside);
        return strict ? names.strict() : names.defaultTo(outside);
    }

    static Channel serve(EventLoopGroup loops, int port, SniTls names, Service service) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        client.pipeline().addLast(names.newHandler(), new Frontend(service));
                    }
                })
                .childOption(ChannelOption.AUTO_READ, false) // each side is read as fast as the other one takes it
                .bind(port)
                .sync()
                .channel();
    }
}
