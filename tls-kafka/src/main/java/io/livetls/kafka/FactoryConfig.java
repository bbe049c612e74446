package io.livetls.kafka;

import io.livetls.config.ConfigurationException;
import io.livetls.config.Setting;
import io.livetls.config.Variable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka configures a factory with, of which only TLS settings are kept. Kafka's own have the types that Kafka gives
 * them; others are as somebody wrote them. Its text has no values.
 */
final class FactoryConfig {
    private static final String HOST_CHECK = SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG;
    static final String SECURITY_PROVIDERS = "security.providers";

    private final Map<String, Object> values = new HashMap<>();
    private final boolean broker;
    private final boolean withoutHostCheck;

    private FactoryConfig(Map<String, ?> configs) {
        for (String key : configs.keySet()) {
            if (key.startsWith("ssl.") || key.startsWith(FactoryKey.PREFIX) || key.equals(SECURITY_PROVIDERS)) {
                // Kafka's map notes what was asked for, and complains of settings that nobody asked for.
                Object value = configs.get(key);
                if (value != null) {
                    values.put(key, value);
                }
            }
        }
        broker = configs.get("process.roles") instanceof List<?> roles && !roles.isEmpty();
        withoutHostCheck = configs.containsKey(HOST_CHECK) && text(HOST_CHECK) == null;
    }

    static FactoryConfig of(Map<String, ?> configs) {
        FactoryKey.check(configs);
        return new FactoryConfig(configs);
    }

    /** Whether these are the same TLS settings. */
    boolean says(Map<String, ?> configs) {
        return values.equals(new FactoryConfig(configs).values);
    }

    /**
     * Whether this is the configuration of a broker or controller, which has listeners. Kafka uses a factory as a server or
     * as a client, and doesn't say which; a broker's listener for other brokers has one of each.
     */
    boolean isBroker() {
        return broker;
    }

    /** Whether somebody has switched the check of servers' names off, which is on by default. */
    boolean isWithoutHostCheck() {
        return withoutHostCheck;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    boolean has(FactoryKey key) {
        return has(key.toString());
    }

    /** Null if it isn't set or blank: a blank is what an unset variable leaves behind in a template. */
    @Nullable String text(String key) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        String text = value instanceof Password password ? password.value() : value.toString();
        return text.isBlank() ? null : text.strip();
    }

    @Nullable String text(FactoryKey key) {
        return text(key.toString());
    }

    /** In capitals, of any locale. */
    String word(String key, String unset) {
        String text = text(key);
        return text == null ? unset : text.toUpperCase(Locale.ROOT);
    }

    /** A password as it is, blanks included. Null if it isn't set or empty. */
    char @Nullable [] secret(String key) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        String text = value instanceof Password password ? password.value() : value.toString();
        return text.isEmpty() ? null : text.toCharArray();
    }

    /** A list that Kafka has split. Empty if it isn't set. */
    List<String> list(String key) {
        return values.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** As the variables' times are written. Null if it isn't set. */
    @Nullable Duration duration(FactoryKey key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return new Setting(Variable.RELOAD_INTERVAL, text, key.toString()).asDuration();
        } catch (ConfigurationException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "FactoryConfig" + values.keySet();
    }
}
