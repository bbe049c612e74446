package io.livetls.examples.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** A connection to the service, until its handshake is over. */
final class Backend extends ChannelInboundHandlerAdapter {
    private final Channel client;
    private final Frontend frontend;

    Backend(Channel client, Frontend frontend) {
        this.client = client;
        this.frontend = frontend;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read(); // the handshake
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                Frontend.refuse(client, handshake.cause());
            } else if (client.isActive()) {
                frontend.join(client, context.channel());
            } else {
                Relay.close(context.channel());
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Relay.close(context.channel()); // the handshake's failure was told by its event
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Relay.close(client);
    }
}
