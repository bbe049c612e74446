package io.livetls.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.network.ByteBufferSend;
import org.apache.kafka.common.network.ChannelBuilders;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.NetworkTestUtils;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.security.TestSecurityConfig;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** Kafka's own network layer as a client has it. Its connections have one factory, so later ones may resume. */
final class EchoClient implements AutoCloseable {
    private static final int BUFFER = 4096;
    private static final String SERVER = "server";

    private final Selector selector;

    EchoClient(Map<String, ?> settings) {
        this.selector = NetworkTestUtils.createSelector(
                ChannelBuilders.clientChannelBuilder(
                        SecurityProtocol.SSL,
                        null,
                        new TestSecurityConfig(settings),
                        null,
                        null,
                        Time.SYSTEM,
                        new LogContext()),
                Time.SYSTEM);
    }

    /** Connects and exchanges a word; null if that worked, or how it ended. */
    @Nullable ChannelState connect(int port) throws IOException {
        close(SERVER);
        selector.connect(SERVER, new InetSocketAddress("localhost", port), BUFFER, BUFFER);
        while (!selector.isChannelReady(SERVER)) {
            selector.poll(100);
            if (selector.disconnected().containsKey(SERVER)) {
                return selector.disconnected().get(SERVER);
            }
        }
        return echo();
    }

    /** Exchanges a word on the open connection; null if that worked, or how it ended. */
    @Nullable ChannelState echo() throws IOException {
        selector.send(new NetworkSend(SERVER, ByteBufferSend.sizePrefixed(ByteBuffer.wrap(new byte[] {1, 2, 3}))));
        while (true) {
            selector.poll(100);
            ChannelState ended = selector.disconnected().get(SERVER);
            if (ended != null) {
                return ended;
            }
            Collection<NetworkReceive> received = selector.completedReceives();
            if (!received.isEmpty()) {
                return null;
            }
        }
    }

    private void close(String connection) throws IOException {
        selector.close(connection);
        // What was announced of the last one isn't of the next one.
        selector.poll(0);
    }

    @Override
    public void close() {
        selector.close();
    }
}
