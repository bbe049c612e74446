package io.livetls.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The {@code MM_TLS_*} variables of a service. What is set without a channel holds for all of them; a channel differs by a
 * variable with its name and a double underscore:
 *
 * <pre>
 *   MM_TLS_SECRET_DIR=/etc/tls
 *   MM_TLS_KAFKA__ENABLED=false
 *   MM_TLS_POSTGRES__SSLMODE=verify-full
 * </pre>
 *
 * <p>A variable that is set to nothing counts as unset. Immutable.
 */
public final class TlsEnvironment {
    private static final String SEPARATOR = "__";

    private final Map<String, String> variables;

    private TlsEnvironment(Map<String, String> variables) {
        this.variables = new TreeMap<>();
        variables.forEach((name, value) -> {
            if (!value.isBlank()) {
                this.variables.put(name, value);
            }
        });
    }

    /**
     * The variables of a map, such as a test has.
     *
     * @param variables by their full names; others than those of this library don't matter
     * @return the environment
     */
    public static TlsEnvironment of(Map<String, String> variables) {
        return new TlsEnvironment(variables);
    }

    /**
     * The variables of this process. A system property of the same name comes before the environment's variable.
     *
     * @return the environment as it is now
     */
    public static TlsEnvironment ofProcess() {
        Map<String, String> all = new HashMap<>(System.getenv());
        System.getProperties().forEach((name, value) -> {
            if (name instanceof String key && value instanceof String text) {
                all.put(key, text);
            }
        });
        return new TlsEnvironment(all);
    }

    /**
     * What is said for the service as a whole.
     *
     * @return the settings without a channel
     */
    public ChannelSettings service() {
        return channel("");
    }

    /**
     * What is said for a channel, and what it inherits.
     *
     * @param name in any case, {@code -} and {@code .} count as {@code _}; {@code internal} is that of the service's own
     *     pods
     * @return its settings
     * @throws ConfigurationException if the variables contradict each other
     */
    public ChannelSettings channel(String name) {
        return ChannelSettings.of(this, name);
    }

    /**
     * The channels that have a variable of their own.
     *
     * @return their names as variables write them, sorted
     */
    public SortedSet<String> channels() {
        SortedSet<String> names = new TreeSet<>();
        for (String name : variables.keySet()) {
            int end = name.indexOf(SEPARATOR);
            if (name.startsWith(Variable.PREFIX) && end > Variable.PREFIX.length()) {
                names.add(name.substring(Variable.PREFIX.length(), end));
            }
        }
        return names;
    }

    /**
     * Names that begin as this library's do and that it doesn't know, each with the nearest one that it knows.
     *
     * @return sentences for a log, without values
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String name : variables.keySet()) {
            if (name.toUpperCase(Locale.ROOT).startsWith(Variable.PREFIX) && !isKnown(name)) {
                warnings.add(name + ": it isn't a variable of this library and has no effect. Did you mean "
                        + KnownNames.nearest(name, channels()) + "?");
            }
        }
        return warnings;
    }

    private static boolean isKnown(String name) {
        if (!name.startsWith(Variable.PREFIX)) {
            return false;
        }
        String rest = name.substring(Variable.PREFIX.length());
        int separator = rest.indexOf(SEPARATOR);
        return Variable.named(separator > 0 ? rest.substring(separator + SEPARATOR.length()) : rest)
                .isPresent();
    }

    /** Older names that say something else than the one that counts. */
    List<String> contradictions(Setting setting) {
        return setting.variable().fallbacks().stream()
                .filter(older -> !older.equals(setting.source()))
                .filter(older -> !setting.value().equals(variables.getOrDefault(older, setting.value())))
                .toList();
    }

    /** What a variable is for a channel, nothing inherited. */
    @Nullable Setting own(Variable variable, String channel) {
        String name = variable.nameFor(channel);
        String value = variables.get(name);
        if (value != null) {
            return new Setting(variable, value, name);
        }
        if (name.equals(variable.fullName())) {
            for (String fallback : variable.fallbacks()) {
                String older = variables.get(fallback);
                if (older != null) {
                    return new Setting(variable, older, fallback);
                }
            }
        }
        return null;
    }

    /**
     * For logs: names only.
     *
     * @return the names of this library's variables that are set
     */
    @Override
    public String toString() {
        return "TlsEnvironment"
                + variables.keySet().stream()
                        .filter(name -> name.startsWith(Variable.PREFIX))
                        .toList();
    }
}
