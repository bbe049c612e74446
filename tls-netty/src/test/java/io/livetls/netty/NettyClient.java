package io.livetls.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** A Netty client over any context. */
final class NettyClient implements Client {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SslContext context;
    private final IntSupplier serverChecks;
    private boolean tellsHost = true;

    private NettyClient(SslContext context, IntSupplier serverChecks) {
        this.context = context;
        this.serverChecks = serverChecks;
    }

    /** A client over a context of the test's; it doesn't know what was resumed. */
    static NettyClient over(SslContext context) {
        return new NettyClient(context, () -> -1);
    }

    /** The same client, which doesn't tell its context what host it wants. */
    NettyClient withoutHost() {
        tellsHost = false;
        return this;
    }

    /** A client over a static context of BoringSSL. */
    static NettyClient of(CertificateAuthority trusted, @Nullable IssuedCertificate identity, String... protocols) {
        CountingTrust trust = new CountingTrust(trusted);
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(protocols)
                .trustManager(trust);
        if (identity != null) {
            builder.keyManager(identity.privateKey(), identity.chain());
        }
        try {
            return new NettyClient(builder.build(), trust::checks);
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Connection connect(String host, int port, Pause pause) throws Exception {
        int checksBefore = serverChecks.getAsInt();
        Established connection = open(port);
        boolean connected = false;
        try {
            pause.run();
            Channel channel = connection.channel();
            connection.ssl =
                    tellsHost ? context.newHandler(channel.alloc(), host, port) : context.newHandler(channel.alloc());
            channel.pipeline().addFirst(connection.ssl);
            connection.awaitHandshake();
            connection.resumed = checksBefore == serverChecks.getAsInt();
            connection.echo();
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                connection.close();
            }
        }
    }

    private Established open(int port) {
        Established connection = new Established();
        connection.channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(connection)
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
        return connection;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        if (!(context instanceof LiveSslContext)) {
            ReferenceCountUtil.release(context);
        }
    }

    private static final class Established extends SimpleChannelInboundHandler<ByteBuf> implements Connection {
        private final BlockingQueue<Object> incoming = new LinkedBlockingQueue<>();
        private @Nullable Channel channel;
        private @Nullable SslHandler ssl;
        private boolean resumed;

        private Channel channel() {
            if (channel == null) {
                throw new IllegalStateException("not connected");
            }
            return channel;
        }

        /** Not asked of the pipeline, which a connection that the server closed has emptied. */
        private SslHandler ssl() {
            if (ssl == null) {
                throw new IllegalStateException("no handshake was begun");
            }
            return ssl;
        }

        void awaitHandshake() throws IOException {
            try {
                ssl().handshakeFuture().get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } catch (InterruptedException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
            incoming.add(message.readableBytes());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            incoming.add(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            incoming.add(new IOException("the server closed the connection"));
        }

        @Override
        public void echo() throws IOException {
            channel()
                    .writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'x'}))
                    .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            try {
                Object answer = incoming.poll(10, TimeUnit.SECONDS);
                if (answer instanceof Throwable problem) {
                    throw new IOException(problem);
                }
                if (answer == null) {
                    throw new IOException("no answer within ten seconds");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean endsInOrder() throws Exception {
            assertThat(channel().closeFuture().await(1, TimeUnit.MINUTES)).isTrue();
            return ssl().sslCloseFuture().await(1, TimeUnit.MINUTES)
                    && ssl().sslCloseFuture().isSuccess();
        }

        @Override
        public boolean resumed() {
            return resumed;
        }

        @Override
        public X509Certificate serverCertificate() {
            try {
                return (X509Certificate) ssl().engine().getSession().getPeerCertificates()[0];
            } catch (SSLPeerUnverifiedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String protocol() {
            return ssl().engine().getSession().getProtocol();
        }

        @Override
        public String cipherSuite() {
            return ssl().engine().getSession().getCipherSuite();
        }

        @Override
        public @Nullable String applicationProtocol() {
            return ssl().applicationProtocol();
        }

        @Override
        public void close() {
            channel().close().syncUninterruptibly();
        }
    }
}
