package io.livetls.examples.proxy;

import io.livetls.examples.proxy.Proxy.Service;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;

/** A client's connection: when the client has proven who it is, and not before, one to the service is opened. */
final class Frontend extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger("proxy");

    private final Service service;

    /** What the client said at once. Nothing more is read before the service can take it. */
    private final Queue<Object> early = new ArrayDeque<>();

    Frontend(Service service) {
        this.service = service;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read(); // the handshake
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            connect(context.channel());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        early.add(message);
    }

    private void connect(Channel client) {
        ChannelFuture connecting = new Bootstrap()
                .group(client.eventLoop()) // both sides on one thread: what is passed on stays in order
                .channel(client.getClass())
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel server) {
                        SslHandler tls = service.tls().newHandler(server.alloc(), service.host(), service.port());
                        server.pipeline().addLast(tls, new Backend(client, Frontend.this));
                    }
                })
                .connect(service.host(), service.port());
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                refuse(client, connected.cause());
            }
        });
    }

    /** Both are open and have shown who they are. */
    void join(Channel client, Channel server) {
        for (Object message = early.poll(); message != null; message = early.poll()) {
            server.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        server.flush();
        client.pipeline().replace(this, null, new Relay(server));
        server.pipeline().replace(Backend.class, null, new Relay(client));
        client.read();
        server.read();
    }

    static void refuse(Channel client, Throwable reason) {
        LOG.log(Level.WARNING, () -> client.remoteAddress() + ": the service can't be reached: " + reason.getMessage());
        Relay.close(client);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.log(Level.DEBUG, () -> context.channel().remoteAddress() + ": " + cause.getMessage());
        Relay.close(context.channel());
    }
}
