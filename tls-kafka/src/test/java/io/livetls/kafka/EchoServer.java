package io.livetls.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.network.NetworkTestUtils;
import org.apache.kafka.common.network.NioEchoServer;
import org.apache.kafka.common.security.TestSecurityConfig;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.Time;

/** Kafka's own network layer as a broker has it, below a server that sends back what it gets. */
final class EchoServer implements AutoCloseable {
    private final NioEchoServer server;
    private final Relay relay;

    private EchoServer(NioEchoServer server) {
        this.server = server;
        this.relay = Relay.to(server.port());
    }

    static EchoServer start(Map<String, ?> settings) {
        try {
            return new EchoServer(NetworkTestUtils.createEchoServer(
                    ListenerName.forSecurityProtocol(SecurityProtocol.SSL),
                    SecurityProtocol.SSL,
                    new TestSecurityConfig(settings),
                    null,
                    Time.SYSTEM));
        } catch (Exception e) {
            throw new IllegalStateException("the server can't start", e);
        }
    }

    int port() {
        return relay.port();
    }

    /** Ends all connections. */
    void cut() {
        relay.cut();
    }

    @Override
    public void close() {
        relay.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
