package io.livetls.examples.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Passes on to the other side what comes from this one, and reads more when that is written: a side that takes nothing
 * holds the other one up, and nothing piles up in here.
 */
final class Relay extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger("proxy");

    private final Channel other;

    Relay(Channel other) {
        this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        other.writeAndFlush(message).addListener(written -> {
            if (written.isSuccess()) {
                context.read();
            } else {
                close(context.channel());
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close(other);
    }

    /** After what was passed on before. */
    static void close(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(Level.DEBUG, () -> context.channel().remoteAddress() + ": " + cause.getMessage());
        close(context.channel());
    }
}
