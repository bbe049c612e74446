package io.livetls.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real broker or controller in KRaft mode, in this process. */
final class KafkaNode implements AutoCloseable {
    private static final String CLUSTER = "LiveTlsTestCluster0000";
    private static final String CONTROLLER = "CONTROLLER";

    /** What a node of a test needs less of than a node of a data centre. */
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "1"),
            Map.entry("background.threads", "2"),
            Map.entry("log.cleaner.enable", "false"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("controlled.shutdown.enable", "false"),
            // A connection that was cut is tried again soon.
            Map.entry("replica.fetch.backoff.ms", "50"),
            Map.entry("replica.lag.time.max.ms", "30000"));

    private final KafkaRaftServer server;

    private KafkaNode(KafkaRaftServer server) {
        this.server = server;
    }

    /**
     * Starts a node and waits until it serves.
     *
     * @param directory an empty one for its logs
     * @param settings listeners and roles, and all that is about TLS
     */
    static KafkaNode start(Path directory, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(SMALL);
        all.put("log.dirs", directory.toString());
        all.put("controller.listener.names", CONTROLLER);
        all.putAll(settings);
        KafkaConfig config = new KafkaConfig(all);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(config.nodeId())
                    .setClusterId(CLUSTER)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("the node's directory can't be formatted", e);
        }
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new KafkaNode(server);
    }

    /** The settings of a node that is both broker and controller, without any listener's TLS. */
    static Map<String, Object> combined(int id, int controllerPort, String listeners, String protocols) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("node.id", id);
        settings.put("process.roles", "broker,controller");
        settings.put("controller.quorum.voters", id + "@localhost:" + controllerPort);
        settings.put("listeners", CONTROLLER + "://localhost:" + controllerPort + "," + listeners);
        settings.put("listener.security.protocol.map", protocols);
        return settings;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
