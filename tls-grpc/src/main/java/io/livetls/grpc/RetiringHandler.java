package io.livetls.grpc;

import io.livetls.netty.LiveSslContext;
import io.livetls.netty.RetirementEvent;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;

/**
 * Before the handlers of gRPC's negotiation in the pipeline of one connection: hands the {@code SslHandler} that they add to
 * the live context, and closes the connection when it is retired, which gRPC does in its graceful way.
 */
final class RetiringHandler extends ChannelInboundHandlerAdapter {
    private final ChannelHandler negotiation;
    private final LiveSslContext context;
    private boolean followed;

    RetiringHandler(ChannelHandler negotiation, LiveSslContext context) {
        this.negotiation = negotiation;
        this.context = context;
    }

    /** A server adds its SslHandler now. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.pipeline().addAfter(ctx.name(), null, negotiation);
        follow(ctx);
    }

    /** A client does when it is connected. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        follow(ctx);
    }

    /** Or, if it was connected before, as behind a proxy, when its negotiation begins, which is such an event. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof RetirementEvent) {
            // GOAWAY, no new calls, and closed when the last call has ended; or by the context, after the grace.
            ctx.channel().close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
        ctx.fireUserEventTriggered(event);
        follow(ctx);
    }

    private void follow(ChannelHandlerContext ctx) {
        if (!followed) {
            SslHandler ssl = ctx.pipeline().get(SslHandler.class);
            if (ssl != null) {
                followed = true;
                context.follow(ssl);
            }
        }
    }
}
