package io.livetls.examples.grpc;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.livetls.LiveTls;
import io.livetls.grpc.GrpcTls;

/** A gRPC client that is told by the same variables as {@link HelloServer} how to speak TLS. */
public final class HelloClient {
    private HelloClient() {}

    /**
     * Makes one call.
     *
     * @param args a host and port, such as {@code hello.example.org:8443}, and a word
     */
    public static void main(String[] args) {
        try (LiveTls tls = LiveTls.fromEnvironment()) {
            ManagedChannel channel = connect(tls, args[0]);
            System.out.println(Hello.say(channel, args[1]));
            channel.shutdown();
        }
    }

    static ManagedChannel connect(LiveTls tls, String target) {
        return Grpc.newChannelBuilder(target, GrpcTls.channelCredentials(tls)) // once; they follow the files
                .build();
    }
}
