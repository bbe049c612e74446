package io.livetls.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.livetls.LiveTls;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A gRPC channel to a server of this machine, with the public API alone. */
final class Caller implements AutoCloseable {
    private final ManagedChannel channel;

    private Caller(ManagedChannel channel) {
        this.channel = channel;
    }

    static Caller of(
            ChannelCredentials credentials, String host, int port, UnaryOperator<ManagedChannelBuilder<?>> options) {
        return new Caller(options.apply(Grpc.newChannelBuilder(host + ":" + port, credentials))
                .build());
    }

    static Caller of(ChannelCredentials credentials, EchoServer server) {
        return of(credentials, "localhost", server.port(), builder -> builder);
    }

    static Caller of(LiveTls tls, Tls how, EchoServer server) {
        return of(GrpcTls.channelCredentials(tls, how::in), server);
    }

    /** True if the server has answered; else it throws what gRPC throws. */
    boolean calls() {
        return Echo.say(channel, "hello").equals("hello");
    }

    /** Who the server says is calling. */
    String asksWho() {
        return Echo.who(channel);
    }

    Echo.Chat chat() {
        return Echo.chat(channel);
    }

    /** The next call makes a new connection. Calls that are under way stay on theirs. */
    Caller reconnecting() {
        channel.enterIdle();
        // Another thread may be at work in the channel, and does it then.
        while (channel.getState(false) != ConnectivityState.IDLE) {
            Thread.onSpinWait();
        }
        return this;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
