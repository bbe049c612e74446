package io.livetls.grpc;

import io.livetls.netty.LiveSslContext;
import io.livetls.netty.RetirementEvent;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslHandler;

/**
 * Before the handlers of gRPC's negotiation in the pipeline of one connection: hands the {@code SslHandler} that they add to
 * the live context, and closes the connection when it is retired, which gRPC does in its graceful way.
 */
final class FollowingHandler extends ChannelInboundHandlerAdapter {
    private final ChannelHandler negotiation;
    private final Http2ConnectionHandler http2;
    private final LiveSslContext context;
    private boolean followed;

    /**
     * For one connection.
     *
     * @param negotiation what gRPC would put into the pipeline
     * @param http2 what it ends with
     */
    FollowingHandler(ChannelHandler negotiation, Http2ConnectionHandler http2, LiveSslContext context) {
        this.negotiation = negotiation;
        this.http2 = http2;
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
            retire(ctx.channel());
        }
        ctx.fireUserEventTriggered(event);
        follow(ctx);
    }

    /** GOAWAY, no new calls, and closed when the last call has ended; or by the context, after the grace. */
    private void retire(Channel channel) {
        if (http2.connection().isServer() || http2.decoder().prefaceReceived()) {
            close(channel);
        } else {
            // To a gRPC channel a connection that ends before the server's preface has failed, and calls fail with it.
            Http2FrameListener grpc = http2.decoder().frameListener();
            http2.decoder().frameListener(new Http2FrameListenerDecorator(grpc) {
                @Override
                public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
                    http2.decoder().frameListener(grpc);
                    super.onSettingsRead(ctx, settings);
                    close(channel);
                }
            });
        }
    }

    private static void close(Channel channel) {
        channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
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
