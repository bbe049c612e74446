package io.livetls.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.livetls.LiveTls;
import io.livetls.netty.NettyTls;

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
 * <p>Thread-safe.
 */
public final class GrpcTls {
    private static final String HTTP_2 = "h2";

    private GrpcTls() {}

    /**
     * A server's credentials.
     *
     * @param tls what to serve with; closing it ends the making of connections
     * @return always current
     * @throws IllegalStateException if the handle has no identity, or is closed
     * @throws io.livetls.material.MaterialException if the TLS engine refuses the identity
     */
    public static ServerCredentials serverCredentials(LiveTls tls) {
        return NettySslContextServerCredentials.create(
                NettyTls.server(tls).applicationProtocols(HTTP_2).build());
    }

    /**
     * A channel's credentials.
     *
     * @param tls what to trust, and what to present to servers that ask; closing it ends the making of connections
     * @return always current
     * @throws IllegalStateException if the handle has no trust, or is closed
     * @throws io.livetls.material.MaterialException if the TLS engine refuses the identity
     */
    public static ChannelCredentials channelCredentials(LiveTls tls) {
        return NettySslContextChannelCredentials.create(
                NettyTls.client(tls).applicationProtocols(HTTP_2).build());
    }
}
