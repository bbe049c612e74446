package io.livetls.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.livetls.LiveTls;
import io.livetls.netty.LiveSslContext;
import io.livetls.netty.NettyContextBuilder;
import io.livetls.netty.NettyTls;
import java.util.function.UnaryOperator;

/**
 * gRPC credentials that are always current: each connection takes the key, the certificate and the trust that a
 * {@link LiveTls} has when the connection is made.
 *
 * <pre>{@code
 * Server server = Grpc.newServerBuilderForPort(8443, GrpcTls.serverCredentials(tls))
 *         .addService(new Greeter())
 *         .build()
 *         .start();
 * ManagedChannel channel = Grpc.newChannelBuilder("greeter:8443", GrpcTls.channelCredentials(tls)).build();
 * }</pre>
 *
 * <p>They are for {@code grpc-netty}. {@code grpc-netty-shaded} has a Netty of its own inside and can't take them.
 *
 * <p><b>Client auth</b>, protocols and cipher suites are those of {@link LiveTls#settings()}. ALPN is {@code h2} alone; a
 * peer that doesn't agree on it isn't served. Who the peer of a call is tells {@link PeerIdentity}, who may call what
 * decides {@link PeerAuthorization}.
 *
 * <p><b>Names.</b> A channel checks the server's certificate for the host of its authority (RFC 9110, 4.3.4): that of the
 * target, or the one that {@code overrideAuthority} gives. An authority that is set for a single call
 * ({@code CallOptions.withAuthority}) goes over the same connection, and gRPC doesn't check it by itself.
 *
 * <p><b>Open connections</b> go on after a change, with what they were made with, and so do their calls. To end those of
 * older trust without failing a call, see {@link NettyContextBuilder#retire}:
 *
 * <pre>{@code
 * GrpcTls.serverCredentials(tls, context -> context.retire(Retirement.onTrustChange()));
 * }</pre>
 *
 * <p>The server or client is then told by GOAWAY (RFC 9113, 6.8) to make new calls on a new connection. Calls that are
 * under way have the time of grace to end.
 *
 * <p><b>Channels resume no sessions</b> with BoringSSL ({@link NettyContextBuilder#withoutResumption}): a channel keeps its
 * connection, so a full handshake now and then costs little, and no change of trust can catch it offering an old session.
 *
 * <p>Credentials end with their handle. Make them once, and use them for as many servers or channels as there are.
 *
 * <p>Thread-safe.
 */
public final class GrpcTls {
    private static final String HTTP_2 = "h2";

    private GrpcTls() {}

    /**
     * A server's credentials, with the defaults of {@link NettyTls#server(LiveTls)}.
     *
     * @param tls what to serve with; closing it ends the making of connections
     * @return always current
     * @throws IllegalStateException if the handle has no identity, or is closed
     * @throws io.livetls.material.MaterialException if the TLS engine refuses the identity
     */
    public static ServerCredentials serverCredentials(LiveTls tls) {
        return serverCredentials(tls, UnaryOperator.identity());
    }

    /**
     * A server's credentials that differ from the defaults.
     *
     * @param tls what to serve with; closing it ends the making of connections
     * @param options such as {@code context -> context.engine(NettyEngine.JDK)}; ALPN is set already
     * @return always current
     * @throws IllegalStateException if the handle has no identity or is closed, or the options can't be had
     * @throws io.livetls.material.MaterialException if the TLS engine refuses the identity
     */
    public static ServerCredentials serverCredentials(LiveTls tls, UnaryOperator<NettyContextBuilder> options) {
        LiveSslContext context = build(NettyTls.server(tls), options);
        return FollowedCredentials.server(NettySslContextServerCredentials.create(context), context);
    }

    /**
     * A channel's credentials, with the defaults of {@link NettyTls#client(LiveTls)}.
     *
     * @param tls what to trust, and what to present to servers that ask; closing it ends the making of connections
     * @return always current
     * @throws IllegalStateException if the handle has no trust, or is closed
     * @throws io.livetls.material.MaterialException if the TLS engine refuses the identity
     */
    public static ChannelCredentials channelCredentials(LiveTls tls) {
        return channelCredentials(tls, UnaryOperator.identity());
    }

    /**
     * A channel's credentials that differ from the defaults.
     *
     * @param tls what to trust, and what to present to servers that ask; closing it ends the making of connections
     * @param options such as {@code context -> context.engine(NettyEngine.JDK)}; ALPN and
     *     {@link NettyContextBuilder#withoutResumption} are set already
     * @return always current
     * @throws IllegalStateException if the handle has no trust or is closed, or the options can't be had
     * @throws io.livetls.material.MaterialException if the TLS engine refuses the identity
     */
    public static ChannelCredentials channelCredentials(LiveTls tls, UnaryOperator<NettyContextBuilder> options) {
        LiveSslContext context = build(NettyTls.client(tls).withoutResumption(), options);
        return FollowedCredentials.channel(NettySslContextChannelCredentials.create(context), context);
    }

    private static LiveSslContext build(NettyContextBuilder context, UnaryOperator<NettyContextBuilder> options) {
        return options.apply(context.applicationProtocols(HTTP_2)).build();
    }
}
