package io.livetls.examples;

import io.livetls.LiveTls;
import io.livetls.netty.NettyTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A Netty client that connects, and says whom it has reached. */
public final class NettyClient {
    private NettyClient() {}

    /**
     * Connects once.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt; a host and a port
     * @throws Exception if the connection fails
     */
    public static void main(String[] args) throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        try (LiveTls tls = LiveTls.builder().secretDirectory(Path.of(args[0])).build()) {
            SslContext context = NettyTls.clientContext(tls); // once; it follows the files
            System.out.println(server(context, loops, args[1], Integer.parseInt(args[2])));
        } finally {
            loops.shutdownGracefully().sync();
        }
    }

    static String server(SslContext context, EventLoopGroup loops, String host, int port)
            throws InterruptedException, SSLPeerUnverifiedException {
        Channel channel = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // With the host: its name is checked against the certificate.
                        channel.pipeline().addLast(context.newHandler(channel.alloc(), host, port));
                    }
                })
                .connect(host, port)
                .sync()
                .channel();
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        handler.handshakeFuture().sync();
        Certificate[] chain = handler.engine().getSession().getPeerCertificates();
        channel.close().sync();
        return ((X509Certificate) chain[0]).getSubjectX500Principal().getName();
    }
}
