package io.livetls.kafka;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings that Kafka doesn't know. It hands them over as they were written, without telling which listener the factory
 * is for, so they hold for a whole client or broker; what differs from listener to listener is said with Kafka's own
 * {@code ssl.*} settings, whose listener prefix Kafka resolves.
 */
enum FactoryKey {
    CERTIFICATE("identity.certificate"),
    KEY("identity.key"),
    SECRET_DIR("secret.dir"),
    TRUST("trust"),
    ENVIRONMENT("environment"),
    ENGINE("engine"),
    RELOAD_INTERVAL("reload.interval"),
    RECONNECT_WITHIN("reconnect.within");

    static final String PREFIX = "livetls.";
    private static final String LISTENER_PREFIX = "listener.name.";

    private final String text;

    FactoryKey(String name) {
        this.text = PREFIX + name;
    }

    @Override
    public String toString() {
        return text;
    }

    /** Refuses what would have no effect: a misspelt setting, or one of a listener. */
    static void check(Map<String, ?> configs) {
        for (String key : configs.keySet()) {
            if (key.startsWith(PREFIX) && named(key).isEmpty()) {
                throw new ConfigException(
                        key + ": it isn't a setting of LiveTLS and would have no effect. Did you mean " + nearest(key)
                                + "?");
            }
            if (key.startsWith(LISTENER_PREFIX) && key.contains("." + PREFIX)) {
                throw new ConfigException(key
                        + ": Kafka doesn't tell an SSL engine factory which listener it is for, so"
                        + " this would have no effect. Use the listener's own settings instead, such as "
                        + key.substring(0, key.indexOf(PREFIX, LISTENER_PREFIX.length())) + "ssl.keystore.location");
            }
        }
    }

    private static Optional<FactoryKey> named(String key) {
        return Arrays.stream(values()).filter(known -> known.text.equals(key)).findFirst();
    }

    private static FactoryKey nearest(String key) {
        return Arrays.stream(values())
                .min(Comparator.comparingInt(known -> known.text.startsWith(key) ? 0 : distance(key, known.text)))
                .orElseThrow();
    }

    /** After Levenshtein: letters to add, drop or exchange. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        Arrays.setAll(before, j -> j);
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[other.length()];
    }
}
