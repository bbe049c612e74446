package io.livetls.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Netty pipeline. */
final class ChannelEnd implements End {
    private final Application application = new Application();
    private final EmbeddedChannel channel;

    ChannelEnd(ChannelHandler tls) {
        this.channel = new EmbeddedChannel(tls, application);
    }

    @Override
    public List<byte[]> start() {
        return written();
    }

    @Override
    public List<byte[]> take(byte[] tlsRecord) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.wrappedBuffer(tlsRecord));
        }
        return written();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    private List<byte[]> written() {
        channel.runPendingTasks();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.writeBytes(out);
            out.release();
        }
        return End.records(ByteBufUtil.getBytes(all));
    }

    @Override
    public boolean isEstablished() {
        return application.established;
    }

    @Override
    public boolean heard() {
        return application.heard;
    }

    @Override
    public @Nullable Throwable failure() {
        return application.failure;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    private static final class Application extends SimpleChannelInboundHandler<ByteBuf> {
        private boolean established;
        private boolean heard;
        private @Nullable Throwable failure;

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent completion && completion.isSuccess()) {
                established = true;
                ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {WORD}))
                        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
            heard |= message.isReadable();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failure = cause;
        }
    }
}
