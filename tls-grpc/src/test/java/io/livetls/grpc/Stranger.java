package io.livetls.grpc;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A client that isn't gRPC's and knows nothing of LiveTLS: one static context with its sessions, which it resumes whenever it
 * is let. It says hello in HTTP/2, and hears whether the server answers.
 */
final class Stranger implements AutoCloseable {
    /** RFC 9113, 3.4, and an empty SETTINGS frame. */
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CountingTrust trust;
    private final SslContext context;

    /** What came of a connection. */
    record Visit(boolean served, boolean resumed) {}

    private Stranger(CountingTrust trust, SslContext context) {
        this.trust = trust;
        this.context = context;
    }

    static Stranger of(
            SslProvider provider,
            String protocol,
            CertificateAuthority trusted,
            @Nullable IssuedCertificate identity,
            String... applicationProtocols) {
        CountingTrust trust = new CountingTrust(trusted);
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(provider)
                .protocols(protocol)
                .trustManager(trust);
        if (applicationProtocols.length > 0) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    applicationProtocols));
        }
        if (identity != null) {
            builder.keyManager(identity.privateKey(), identity.chain());
        }
        try {
            return new Stranger(trust, builder.build());
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    Visit visit(EchoServer server) throws InterruptedException {
        int checksBefore = trust.checks();
        Answer answer = new Answer();
        Channel channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(context.newHandler(made.alloc(), "localhost", server.port()), answer);
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), server.port())
                .syncUninterruptibly()
                .channel();
        try {
            boolean served = answer.settings.get(1, TimeUnit.MINUTES);
            return new Visit(served, checksBefore == trust.checks());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } finally {
            channel.close().syncUninterruptibly();
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        ReferenceCountUtil.release(context);
    }

    private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {
        private static final int TYPE_OF_FRAME = 3;
        private static final int TYPE_SETTINGS = 4;

        private final CompletableFuture<Boolean> settings = new CompletableFuture<>();

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(
                                Unpooled.copiedBuffer(PREFACE, StandardCharsets.US_ASCII),
                                Unpooled.wrappedBuffer(SETTINGS)))
                        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
            boolean served = message.readableBytes() > TYPE_OF_FRAME
                    && message.getByte(message.readerIndex() + TYPE_OF_FRAME) == TYPE_SETTINGS;
            settings.complete(served);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            settings.complete(false);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            settings.complete(false);
        }
    }
}
