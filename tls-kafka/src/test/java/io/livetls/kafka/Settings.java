package io.livetls.kafka;

import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.network.ListenerName;

/** Settings as Kafka hands them to a factory: its own are parsed, with the listener's before the broker's; others as they are. */
final class Settings {
    private Settings() {}

    static Map<String, Object> client(Map<String, ?> written) {
        Map<String, Object> all = new HashMap<>(written);
        all.putIfAbsent("bootstrap.servers", "localhost:9093");
        AbstractConfig config = new AdminClientConfig(all);
        return withOthers(new HashMap<>(config.values()), config, "");
    }

    static Map<String, Object> broker(Map<String, ?> written, String listener) {
        Map<String, Object> all = KafkaNode.combined(1, 9092, "IN://localhost:9093", "CONTROLLER:PLAINTEXT,IN:SSL");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "IN");
        all.putAll(written);
        AbstractConfig config = new KafkaConfig(all);
        String prefix = new ListenerName(listener).configPrefix();
        return withOthers(new HashMap<>(config.valuesWithPrefixOverride(prefix)), config, prefix);
    }

    /** As Kafka's ChannelBuilders, where what it doesn't know keeps its full name. */
    private static Map<String, Object> withOthers(Map<String, Object> parsed, AbstractConfig config, String prefix) {
        config.originals().forEach((key, value) -> {
            boolean known =
                    !prefix.isEmpty() && key.startsWith(prefix) && parsed.containsKey(key.substring(prefix.length()));
            if (!known) {
                parsed.putIfAbsent(key, value);
            }
        });
        return parsed;
    }

    /** A factory that is configured with them. */
    static LiveTlsEngineFactory factory(Map<String, Object> configs) {
        LiveTlsEngineFactory factory = new LiveTlsEngineFactory();
        factory.configure(configs);
        return factory;
    }
}
