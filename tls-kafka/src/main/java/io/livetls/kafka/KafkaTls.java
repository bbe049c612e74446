package io.livetls.kafka;

import io.livetls.HandleNames;
import io.livetls.LiveTls;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;

/**
 * Kafka's settings for a {@link LiveTls} of the program: each connection of the client or listener takes the key, the
 * certificate and the trust that the handle has when the connection is made.
 *
 * <pre>{@code
 * Map<String, Object> settings = new HashMap<>(KafkaTls.clientConfig(tls));
 * settings.put("bootstrap.servers", "kafka:9093");
 * Producer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
 * }</pre>
 *
 * <p>The settings name the handle by its {@link HandleNames#reference}; they hold no secret, so it doesn't matter that
 * Kafka logs them. The handle has to stay open until the clients and brokers are closed, and is never closed by them.
 *
 * <p><b>Open connections</b> go on with what they were made with until one of the two sides ends them, as Kafka does after
 * {@code connections.max.idle.ms} without traffic. {@code livetls.reconnect.within} ends those of older trust.
 *
 * <p>Thread-safe.
 */
public final class KafkaTls {
    private static final String HOST_CHECK = "https";

    private KafkaTls() {}

    /**
     * Settings of a producer, consumer, admin client or Kafka Streams application.
     *
     * <p>With SASL, put {@code security.protocol=SASL_SSL} in afterwards.
     *
     * @param tls whom to trust, and what to present to brokers that ask
     * @return a new map, to which the client's other settings may be added
     * @throws IllegalStateException if the handle has no trust, or is closed
     */
    public static Map<String, Object> clientConfig(LiveTls tls) {
        if (tls.current().trustAnchors() == null && tls.settings().verifiesServers()) {
            throw new IllegalStateException("this handle has no trust, and a client has to check brokers: add"
                    + " trust(\"/path/to/ca.crt\") for a private CA, or trustSystem() for public servers");
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SSL");
        settings.putAll(common("", tls));
        return settings;
    }

    /**
     * Settings of one listener of a broker or controller, all with the listener's prefix: listeners may have handles of
     * their own. They hold for the connections that the broker accepts there, and for those that it makes to other brokers
     * if it is the listener for that.
     *
     * <p>{@code listener.security.protocol.map} stays with whoever names the listeners: there the listener has to be
     * {@code SSL} or {@code SASL_SSL}.
     *
     * @param tls what to serve with; its client auth becomes the listener's {@code ssl.client.auth}
     * @param listener its name, in any case
     * @return a new map, to which the broker's other settings may be added
     * @throws IllegalStateException if the handle has no identity, or is closed
     */
    public static Map<String, Object> brokerConfig(LiveTls tls, String listener) {
        if (tls.current().identity() == null) {
            throw new IllegalStateException("this handle has no identity, and a broker has to present one: add"
                    + " identity(Path.of(\"/path/to/tls.crt\"), Path.of(\"/path/to/tls.key\"))");
        }
        if (listener.isBlank()) {
            throw new IllegalArgumentException("listener: '' (expected: the name of a listener)");
        }
        String prefix = "listener.name." + listener.strip().toLowerCase(Locale.ROOT) + ".";
        Map<String, Object> settings = new HashMap<>(common(prefix, tls));
        for (String inherited : HandleChoice.OF_FILES) {
            settings.put(prefix + inherited, "");
        }
        settings.put(
                prefix + BrokerSecurityConfigs.SSL_CLIENT_AUTH_CONFIG,
                ServerRules.kafkaWord(tls.settings().clientAuth()));
        return settings;
    }

    private static Map<String, Object> common(String prefix, LiveTls tls) {
        return Map.of(
                prefix + SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG,
                LiveTlsEngineFactory.class,
                prefix + SslConfigs.SSL_KEYSTORE_TYPE_CONFIG,
                HandleChoice.NAMED,
                prefix + SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
                HandleNames.reference(tls),
                prefix + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
                HOST_CHECK);
    }
}
