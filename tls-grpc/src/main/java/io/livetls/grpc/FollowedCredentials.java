package io.livetls.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyChannelCredentials;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiator.ClientFactory;
import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiator.ServerFactory;
import io.livetls.netty.LiveSslContext;
import io.netty.channel.ChannelHandler;
import io.netty.util.AsciiString;

/**
 * Credentials whose connections the live context knows, so that it can close one: gRPC makes handlers by itself, around
 * engines that know no channel. What shows the channel is gRPC's protocol negotiator, which other parts of gRPC wrap in the
 * same way (xDS), though it isn't public API.
 */
final class FollowedCredentials {
    private FollowedCredentials() {}

    static ServerCredentials server(ServerCredentials credentials, LiveSslContext context) {
        ServerFactory plain = InternalNettyServerCredentials.toNegotiator(credentials);
        ServerFactory following = executors -> new Negotiator(plain.newNegotiator(executors), context);
        return InternalNettyServerCredentials.create(following);
    }

    static ChannelCredentials channel(ChannelCredentials credentials, LiveSslContext context) {
        ClientFactory plain = InternalNettyChannelCredentials.toNegotiator(credentials);
        return InternalNettyChannelCredentials.create(new ClientFactory() {
            @Override
            public ProtocolNegotiator newNegotiator() {
                return new Negotiator(plain.newNegotiator(), context);
            }

            @Override
            public int getDefaultPort() {
                return plain.getDefaultPort();
            }
        });
    }

    private record Negotiator(ProtocolNegotiator plain, LiveSslContext context) implements ProtocolNegotiator {
        @Override
        public AsciiString scheme() {
            return plain.scheme();
        }

        @Override
        public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
            return new FollowingHandler(plain.newHandler(grpc), grpc, context);
        }

        @Override
        public void close() {
            plain.close();
        }
    }
}
