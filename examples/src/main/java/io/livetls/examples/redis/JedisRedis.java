package io.livetls.examples.redis;

import io.livetls.LiveTls;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Jedis: a pool that keeps no connection of before a change. */
public final class JedisRedis {
    private JedisRedis() {}

    /**
     * Counts to one more.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, a host and a port
     */
    public static void main(String[] args) {
        try (LiveTls tls = LiveTls.builder().secretDirectory(Path.of(args[0])).build();
                RedisClient client = client(tls, new HostAndPort(args[1], Integer.parseInt(args[2])))) {
            System.out.println(client.incr("example"));
        }
    }

    static RedisClient client(LiveTls tls, HostAndPort server) {
        PooledConnectionProvider connections = new PooledConnectionProvider(
                new ConnectionsOfNow(tls, server, config(tls)), new ConnectionPoolConfig());
        // Those that idle are closed now, those in use when they are given back.
        LiveTls.Registration unused =
                tls.onReload(result -> connections.getPool().clear());
        return RedisClient.builder().connectionProvider(connections).build();
    }

    @SuppressWarnings("deprecation") // Its successor SslOptions takes key stores, and nothing that follows a change.
    static JedisClientConfig config(LiveTls tls) {
        SSLParameters parameters = tls.sslContext().getDefaultSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the check of the host
        return DefaultJedisClientConfig.builder()
                .ssl(true)
                .sslSocketFactory(tls.sslContext().getSocketFactory())
                .sslParameters(parameters)
                .build();
    }
}
