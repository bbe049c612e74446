package io.livetls.kafka;

import io.livetls.HandleNames;
import io.livetls.LiveTls;
import io.livetls.config.TlsEnvironment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handle that the settings name, or makes one of the files that they name. What is presented and who is trusted
 * is said once each; two ways of saying it contradict each other.
 */
final class HandleChoice {
    /** As {@code ssl.keystore.type}: the location is the name of a handle of the program. */
    static final String NAMED = "LIVETLS";

    /** As {@code ssl.keystore.type}: the location is a channel of the {@code MM_TLS_*} variables. */
    static final String CHANNEL = "ENVIRONMENT";

    private static final String WHOLE_SERVICE = "default";
    private static final String TYPE = SslConfigs.SSL_KEYSTORE_TYPE_CONFIG;
    private static final String LOCATION = SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG;

    /** All that says what is presented, Kafka's own and ours. */
    private static final List<String> IDENTITIES = List.of(
            LOCATION,
            SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
            FactoryKey.SECRET_DIR.toString(),
            FactoryKey.CERTIFICATE.toString(),
            FactoryKey.ENVIRONMENT.toString());

    private static final List<String> TRUSTS = List.of(
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
            FactoryKey.TRUST.toString());

    private static final List<String> PASSWORDS = List.of(
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_KEY_PASSWORD_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG);

    /** What a listener with a named handle must not inherit from its broker. */
    static final List<String> OF_FILES = List.of(
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_KEY_PASSWORD_CONFIG,
            SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
            SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG);

    private final FactoryConfig config;
    private final Supplier<TlsEnvironment> environment;

    private HandleChoice(FactoryConfig config, Supplier<TlsEnvironment> environment) {
        this.config = config;
        this.environment = environment;
    }

    static Handle of(FactoryConfig config) {
        return of(config, TlsEnvironment::ofProcess);
    }

    /** With other variables than the process's. */
    static Handle of(FactoryConfig config, Supplier<TlsEnvironment> environment) {
        return new HandleChoice(config, environment).choose();
    }

    private Handle choose() {
        String identity = only(IDENTITIES, "what is presented");
        String trust = only(TRUSTS, "who is trusted");
        String type = config.word(TYPE, "JKS");
        if (type.equals(NAMED)) {
            refuseOthers(trust, "the handle says it");
            refuseInterval();
            return new Handle(HandleNames.find(location(type, "the name of a handle")), false, true);
        }
        if (type.equals(CHANNEL)) {
            return channel(location(type, "a channel such as kafka, or " + WHOLE_SERVICE), trust);
        }
        if (config.has(FactoryKey.ENVIRONMENT)) {
            return channel(required(FactoryKey.ENVIRONMENT.toString()), trust);
        }
        LiveTls.Builder builder = LiveTls.builder();
        boolean secretTrust = new IdentityChoice(config, builder).apply(identity, trust != null);
        boolean trusts = new TrustChoice(config, builder).apply(trust) || secretTrust;
        if (!trusts) {
            builder.trustSystem();
        }
        setPolicy(builder, identity != null && trusts);
        return new Handle(built(builder), true, trusts);
    }

    private Handle channel(String name, @Nullable String trust) {
        refuseOthers(trust, "the variables of the channel say it");
        String channel = name.toLowerCase(Locale.ROOT).equals(WHOLE_SERVICE) ? "" : name;
        TlsEnvironment variables = environment.get();
        LiveTls.Builder builder = LiveTls.builder(variables.channel(channel));
        return new Handle(built(builder), true, true);
    }

    /** The handle is this factory's alone, so its policy is Kafka's: native contexts are made by it. */
    private void setPolicy(LiveTls.Builder builder, boolean mutual) {
        List<String> protocols = EngineSettings.protocols(config);
        if (!protocols.isEmpty()) {
            builder.protocols(protocols.toArray(String[]::new));
        }
        List<String> suites = config.list(SslConfigs.SSL_CIPHER_SUITES_CONFIG);
        if (!suites.isEmpty()) {
            builder.cipherSuites(suites.toArray(String[]::new));
        }
        if (mutual) {
            builder.clientAuth(ServerRules.clientAuth(config));
        }
    }

    private LiveTls built(LiveTls.Builder builder) {
        Duration interval = config.duration(FactoryKey.RELOAD_INTERVAL);
        if (interval != null) {
            builder.reloadInterval(interval);
        }
        return builder.build();
    }

    private @Nullable String only(List<String> keys, String thing) {
        List<String> said = new ArrayList<>(keys);
        said.removeIf(key -> config.text(key) == null);
        if (said.size() > 1) {
            throw new ConfigException(said.get(0) + " and " + said.get(1) + " contradict: both say " + thing
                    + ". Remove one of the two (for listeners that differ, say it with ssl.* for all of them)");
        }
        return said.isEmpty() ? null : said.get(0);
    }

    private void refuseOthers(@Nullable String trust, String why) {
        if (trust != null) {
            throw withoutEffect(trust, why);
        }
        for (String password : PASSWORDS) {
            if (config.secret(password) != null) {
                throw withoutEffect(password, why);
            }
        }
        if (config.word(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "").equals(TrustChoice.SYSTEM)) {
            throw withoutEffect(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG + "=" + TrustChoice.SYSTEM, why);
        }
    }

    private static ConfigException withoutEffect(String setting, String why) {
        return new ConfigException(setting + " has no effect here: " + why
                + ". Remove it, or, if the listener inherits it from the broker, set it to nothing for the listener");
    }

    private void refuseInterval() {
        // A broker's other listeners may have files.
        if (config.has(FactoryKey.RELOAD_INTERVAL) && !config.isBroker()) {
            throw new ConfigException(
                    FactoryKey.RELOAD_INTERVAL + " has no effect on a handle of the program. Remove it,"
                            + " and use LiveTls.builder().reloadInterval(...)");
        }
    }

    private String location(String type, String what) {
        String location = config.text(LOCATION);
        if (location == null) {
            throw new ConfigException(TYPE + "=" + type + " needs " + LOCATION + ": " + what + ". Set it");
        }
        return location;
    }

    private String required(String key) {
        String text = config.text(key);
        if (text == null) {
            throw new ConfigException(key + " is empty. Set it, or remove it");
        }
        return text;
    }

    /** A path that stands in a setting. */
    static Path path(String key, String text) {
        try {
            return Path.of(text.strip());
        } catch (InvalidPathException e) {
            throw new ConfigException(key + ": '" + text + "' is no path. Name a file or directory");
        }
    }
}
