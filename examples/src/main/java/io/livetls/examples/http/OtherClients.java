package io.livetls.examples.http;

import io.livetls.LiveTls;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.TimeValue;

/** Clients that aren't the JDK's: current on each new connection, and what ends the connections that they have. */
final class OtherClients {
    private OtherClients() {}

    /** Ask for the client before each request: after a change it has a pool of its own. */
    static Supplier<OkHttpClient> okHttp(LiveTls tls) {
        AtomicReference<OkHttpClient> current = new AtomicReference<>(new OkHttpClient.Builder()
                .sslSocketFactory(tls.sslContext().getSocketFactory(), tls.trustManager())
                .build());
        LiveTls.Registration unused = tls.onReload(result -> {
            OkHttpClient before = current.getAndUpdate(client -> client.newBuilder()
                    .connectionPool(new ConnectionPool())
                    .sslSocketFactory(tls.sslContext().getSocketFactory(), tls.trustManager())
                    .build());
            before.connectionPool().evictAll();
        });
        return current::get;
    }

    /** Connections that idle are closed after a change, those in use at the latest when their time is over. */
    static CloseableHttpClient apache(LiveTls tls, TimeValue longest) {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls.sslContext()))
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setTimeToLive(longest).build())
                .build();
        LiveTls.Registration unused = tls.onReload(result -> connections.closeIdle(TimeValue.ZERO_MILLISECONDS));
        return HttpClients.custom().setConnectionManager(connections).build();
    }
}
