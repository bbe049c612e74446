package io.livetls.benchmarks;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.grpc.GrpcTls;
import io.livetls.grpc.PeerAuthorization;
import io.livetls.grpc.PeerRule;
import io.livetls.netty.NettyContextBuilder;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.Retirement;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** A gRPC server and a channel to it over loopback, with client certificates, and unary calls of 100 bytes. */
final class GrpcCalls implements AutoCloseable {
    private static final byte[] PAYLOAD = new byte[100];
    private static final MethodDescriptor<byte[], byte[]> ECHO = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("livetls.benchmark.Echo/Echo")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private final Server server;
    private final ManagedChannel channel;
    private final List<LiveTls> handles;

    private GrpcCalls(Server server, ManagedChannel channel, List<LiveTls> handles) {
        this.server = server;
        this.channel = channel;
        this.handles = handles;
    }

    /** What both sides have for credentials. */
    enum Variant {
        STATIC,
        STATIC_AGAIN,
        LIVE,
        /** Also with the hook that sees connections. */
        LIVE_RETIRING,
        /** Also with a rule that each call has to match. */
        LIVE_AUTHORIZED;

        boolean isLive() {
            return this != STATIC && this != STATIC_AGAIN;
        }
    }

    static GrpcCalls of(Stack stack, Variant variant, Credentials credentials) throws IOException {
        List<LiveTls> handles = new ArrayList<>();
        ServerCredentials serving = variant.isLive()
                ? GrpcTls.serverCredentials(
                        handle(credentials, credentials.server(), handles), context -> with(context, stack, variant))
                : staticServer(stack, credentials);
        ChannelCredentials calling = variant.isLive()
                ? GrpcTls.channelCredentials(
                        handle(credentials, credentials.client(), handles), context -> with(context, stack, variant))
                : staticChannel(stack, credentials);
        var builder = Grpc.newServerBuilderForPort(0, serving).addService(service());
        if (variant == Variant.LIVE_AUTHORIZED) {
            builder.intercept(PeerAuthorization.builder()
                    .allow(PeerRule.dnsWildcard("*.example.org"), PeerRule.dns("client"))
                    .build());
        }
        Server server = builder.build().start();
        ManagedChannel channel =
                Grpc.newChannelBuilder("localhost:" + server.getPort(), calling).build();
        return new GrpcCalls(server, channel, handles);
    }

    private static LiveTls handle(Credentials credentials, IssuedCertificate identity, List<LiveTls> handles) {
        LiveTls tls = LiveTls.builder()
                .identity(identity.privateKey(), identity.chain())
                .trustCertificates(List.of(credentials.root().certificate()))
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        handles.add(tls);
        return tls;
    }

    private static NettyContextBuilder with(NettyContextBuilder context, Stack stack, Variant variant) {
        context.engine(stack == Stack.NETTY_JDK ? NettyEngine.JDK : NettyEngine.OPENSSL);
        return variant == Variant.LIVE_RETIRING ? context.retire(Retirement.onTrustChange()) : context;
    }

    private static SslProvider provider(Stack stack) {
        return stack == Stack.NETTY_JDK ? SslProvider.JDK : SslProvider.OPENSSL;
    }

    private static ServerCredentials staticServer(Stack stack, Credentials credentials) throws SSLException {
        return NettySslContextServerCredentials.create(GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                                credentials.server().privateKey(),
                                credentials.server().chain()),
                        provider(stack))
                .trustManager(credentials.root().certificate())
                .clientAuth(io.netty.handler.ssl.ClientAuth.REQUIRE)
                .build());
    }

    private static ChannelCredentials staticChannel(Stack stack, Credentials credentials) throws SSLException {
        return NettySslContextChannelCredentials.create(GrpcSslContexts.configure(
                        SslContextBuilder.forClient(), provider(stack))
                .keyManager(
                        credentials.client().privateKey(), credentials.client().chain())
                .trustManager(credentials.root().certificate())
                .build());
    }

    private static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("livetls.benchmark.Echo")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(request);
                    answer.onCompleted();
                }))
                .build();
    }

    void call() {
        if (ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, PAYLOAD).length != PAYLOAD.length) {
            throw new IllegalStateException("not what was sent");
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        handles.forEach(LiveTls::close);
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
