package io.livetls.kafka;

import io.livetls.LiveTls;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Makes engines whose connections end some time after trust has changed. */
final class EndingEngines implements Engines {
    private final Engines engines;
    private final TrustChanges changes;

    EndingEngines(Engines engines, LiveTls tls, Duration within) {
        this.engines = engines;
        this.changes = new TrustChanges(tls, within, System::nanoTime);
    }

    @Override
    public SSLEngine client(String host, int port, @Nullable String hostCheck) {
        return new EndingEngine(engines.client(host, port, hostCheck), changes);
    }

    @Override
    public SSLEngine server(String host, int port) {
        return new EndingEngine(engines.server(host, port), changes);
    }

    @Override
    public void close() {
        changes.close();
        engines.close();
    }
}
