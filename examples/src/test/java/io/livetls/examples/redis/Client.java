package io.livetls.examples.redis;

import io.lettuce.core.RedisURI;
import io.livetls.LiveTls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;

/** What the tests want of a client. */
interface Client extends AutoCloseable {

    /** Counts, and so tells what was run twice or not at all. */
    long increment(String key);

    @Override
    void close();

    /** The clients of the examples. */
    enum Kind {
        LETTUCE {
            @Override
            Client open(LiveTls tls, String host, int port) {
                RedisURI server = RedisURI.builder()
                        .withHost(host)
                        .withPort(port)
                        .withSsl(true)
                        .withTimeout(Duration.ofMinutes(1))
                        .build();
                io.lettuce.core.RedisClient client = LettuceRedis.client(tls, server);
                SharedConnection connection = new SharedConnection(tls, client, server);
                return new Client() {
                    @Override
                    public long increment(String key) {
                        return connection
                                .run(commands -> commands.incr(key))
                                .orTimeout(1, TimeUnit.MINUTES)
                                .join();
                    }

                    @Override
                    public void close() {
                        connection.close();
                        client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
                    }
                };
            }
        },
        JEDIS {
            @Override
            Client open(LiveTls tls, String host, int port) {
                redis.clients.jedis.RedisClient client = JedisRedis.client(tls, new HostAndPort(host, port));
                return new Client() {
                    @Override
                    public long increment(String key) {
                        return client.incr(key);
                    }

                    @Override
                    public void close() {
                        client.close();
                    }
                };
            }
        };

        /** It connects at the first command. */
        abstract Client open(LiveTls tls, String host, int port);
    }
}
