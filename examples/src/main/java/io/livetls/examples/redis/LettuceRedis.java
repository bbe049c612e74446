package io.livetls.examples.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.livetls.LiveTls;
import java.nio.file.Path;

/** Lettuce: one connection for all threads, which is opened anew after each change. */
public final class LettuceRedis {
    private LettuceRedis() {}

    /**
     * Counts to one more.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, a host and a port
     */
    public static void main(String[] args) {
        RedisURI server = RedisURI.builder()
                .withHost(args[1])
                .withPort(Integer.parseInt(args[2]))
                .withSsl(true) // and with that the check of the host; withVerifyPeer would weaken it
                .build();
        try (LiveTls tls = LiveTls.builder().secretDirectory(Path.of(args[0])).build();
                RedisClient client = client(tls, server);
                SharedConnection connection = new SharedConnection(tls, client, server)) {
            System.out.println(
                    connection.run(commands -> commands.incr("example")).join());
        }
    }

    static RedisClient client(LiveTls tls, RedisURI server) {
        RedisClient client = RedisClient.create(server);
        client.setOptions(ClientOptions.builder().sslOptions(options(tls)).build());
        return client;
    }

    /** Lettuce makes a context for each connection, also to reconnect. So each takes what is current, and none resumes. */
    static SslOptions options(LiveTls tls) {
        return SslOptions.builder()
                .jdkSslProvider()
                .sslContext(context -> context.keyManager(tls.keyManager()).trustManager(tls.trustManager()))
                .protocols(tls.settings().protocols().toArray(String[]::new))
                .cipherSuites(tls.settings().cipherSuites().toArray(String[]::new))
                .build();
    }
}
