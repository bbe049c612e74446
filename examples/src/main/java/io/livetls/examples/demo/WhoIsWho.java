package io.livetls.examples.demo;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Answers each request with the two certificates of its connection, and keeps why handshakes fail. */
final class WhoIsWho extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final SSLEngine engine;
    private final Map<Integer, String> refusals;

    WhoIsWho(SSLEngine engine, Map<Integer, String> refusals) {
        this.engine = engine;
        this.refusals = refusals;
    }

    /** The line of the answer that names the client. */
    static String clientLine(X509Certificate certificate) {
        return "client: " + Names.of(certificate) + "\n";
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
            throws SSLPeerUnverifiedException {
        Certificate[] local = engine.getSession().getLocalCertificates();
        String text = "server: " + (local == null ? "unknown" : Names.of((X509Certificate) local[0])) + "\n"
                + clientLine((X509Certificate) engine.getSession().getPeerCertificates()[0])
                + engine.getSession().getProtocol() + ", "
                + engine.getSession().getCipherSuite() + "\n";
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        boolean keep = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keep);
        context.writeAndFlush(response)
                .addListener(keep ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            int port = ((InetSocketAddress) context.channel().remoteAddress()).getPort();
            refusals.put(port, Names.reason(handshake.cause()));
        }
        super.userEventTriggered(context, event);
    }

    /** The handshake's event has told of the failure already; a client that goes away is no news. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }
}
