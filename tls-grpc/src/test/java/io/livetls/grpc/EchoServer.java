package io.livetls.grpc;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.livetls.LiveTls;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A gRPC server on a free port, with the public API alone. */
final class EchoServer implements AutoCloseable {
    private final Server server;

    private EchoServer(Server server) {
        this.server = server;
    }

    static EchoServer of(ServerCredentials credentials, ServerInterceptor... interceptors) {
        ServerBuilder<?> builder = Grpc.newServerBuilderForPort(0, credentials).addService(Echo.service());
        for (ServerInterceptor interceptor : interceptors) {
            builder.intercept(interceptor);
        }
        try {
            return new EchoServer(builder.build().start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EchoServer of(LiveTls tls, Tls how, ServerInterceptor... interceptors) {
        return of(GrpcTls.serverCredentials(tls, how::in), interceptors);
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
