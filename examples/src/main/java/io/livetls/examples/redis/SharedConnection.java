package io.livetls.examples.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.livetls.Derived;
import io.livetls.LiveTls;
import io.livetls.TlsDerivation;
import io.livetls.TlsSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection of Lettuce for all threads, and another one after each change: what begins then goes over that, and the one
 * before is closed when the last of its commands is answered.
 */
final class SharedConnection implements AutoCloseable {
    private final RedisClient client;
    private final RedisURI server;
    private final Derived<OfGeneration> current;

    SharedConnection(LiveTls tls, RedisClient client, RedisURI server) {
        this.client = client;
        this.server = server;
        this.current = tls.derive(new TlsDerivation<>() {
            @Override
            public OfGeneration derive(TlsSnapshot next, @Nullable OfGeneration previous) {
                return new OfGeneration(); // nothing is current yet, so it connects when it is asked to
            }

            @Override
            public void retire(OfGeneration value) {
                value.retire();
            }
        });
    }

    /** Commands that belong together: what they return ends them, a transaction or a subscription with it. */
    <T> CompletableFuture<T> run(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> commands) {
        OfGeneration used = current.current();
        while (!used.begin()) {
            used = current.current();
        }
        OfGeneration now = used;
        return now.connection()
                .thenCompose(connection -> commands.apply(connection.async()))
                .whenComplete((answer, failure) -> now.end());
    }

    @Override
    public void close() {
        current.close();
    }

    private final class OfGeneration {
        private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;
        private int running;
        private boolean retired;

        synchronized boolean begin() {
            if (!retired) {
                running++;
            }
            return !retired;
        }

        synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
            if (connection == null || connection.isCompletedExceptionally()) {
                connection = client.connectAsync(StringCodec.UTF8, server).toCompletableFuture();
            }
            return connection;
        }

        synchronized void end() {
            running--;
            closeIfOver();
        }

        synchronized void retire() {
            retired = true;
            closeIfOver();
        }

        private void closeIfOver() {
            if (retired && running == 0 && connection != null) {
                var unused = connection.thenCompose(StatefulConnection::closeAsync);
            }
        }
    }
}
