package io.livetls.examples.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real broker in KRaft mode, in this process, with a listener for clients and for itself, and one without TLS. */
public final class LocalBroker implements AutoCloseable {
    /** The listener that TLS settings are for. */
    public static final String LISTENER = "CLIENTS";

    private final KafkaRaftServer server;
    private final int port;
    private final int plaintextPort;

    private LocalBroker(KafkaRaftServer server, int port, int plaintextPort) {
        this.server = server;
        this.port = port;
        this.plaintextPort = plaintextPort;
    }

    /**
     * Starts a broker and waits until it serves.
     *
     * @param directory an empty one for its logs
     * @param tls settings of the listener, as {@code KafkaTls.brokerConfig} gives them
     * @return the broker
     */
    public static LocalBroker start(Path directory, Map<String, ?> tls) {
        int controller = freePort();
        int clients = freePort();
        int plaintext = freePort();
        Map<String, Object> settings = new HashMap<>(Map.ofEntries(
                Map.entry("node.id", "1"),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.quorum.voters", "1@localhost:" + controller),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry(
                        "listeners",
                        "CONTROLLER://localhost:" + controller + "," + LISTENER + "://localhost:" + clients
                                + ",PLAIN://localhost:" + plaintext),
                Map.entry(
                        "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAIN:PLAINTEXT," + LISTENER + ":SSL"),
                Map.entry("inter.broker.listener.name", LISTENER),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("log.cleaner.enable", "false"),
                Map.entry("controlled.shutdown.enable", "false"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("num.partitions", "1")));
        settings.putAll(tls);
        KafkaConfig config = new KafkaConfig(settings);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(config.nodeId())
                    .setClusterId("LiveTlsExampleCluster0")
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("the broker's directory can't be formatted", e);
        }
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new LocalBroker(server, clients, plaintext);
    }

    /**
     * Where clients find it.
     *
     * @return host and port
     */
    public String bootstrap() {
        return "localhost:" + port;
    }

    /**
     * Where clients without TLS find it.
     *
     * @return host and port
     */
    public String plaintextBootstrap() {
        return "localhost:" + plaintextPort;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
