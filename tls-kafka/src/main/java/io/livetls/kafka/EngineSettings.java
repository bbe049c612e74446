package io.livetls.kafka;

import io.livetls.ClientAuth;
import io.livetls.TlsSettings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;

/**
 * What Kafka's settings say of the engines, together with the handle's: of protocols and cipher suites, what both allow.
 *
 * @param clientAuth what servers ask for
 * @param protocols the enabled protocols; empty for the engine's defaults
 * @param cipherSuites the enabled cipher suites; empty for the engine's defaults
 */
record EngineSettings(ClientAuth clientAuth, List<String> protocols, List<String> cipherSuites) {
    private static final String TLS_13 = "TLSv1.3";
    private static final String TLS_12 = "TLSv1.2";

    /** Which of the JDK's algorithms are what happens here anyway. */
    private static final Set<String> KEY_MANAGERS = Set.of("SunX509", "NewSunX509", "PKIX");

    static EngineSettings of(FactoryConfig config, TlsSettings handle) {
        refuseOthersChoices(config);
        return new EngineSettings(
                ServerRules.clientAuth(config),
                common(
                        SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG,
                        protocols(config),
                        "protocols",
                        handle.protocols(),
                        handle.name()),
                common(
                        SslConfigs.SSL_CIPHER_SUITES_CONFIG,
                        config.list(SslConfigs.SSL_CIPHER_SUITES_CONFIG),
                        "cipherSuites",
                        handle.cipherSuites(),
                        handle.name()));
    }

    /** Settings that choose who does the work. Here it is always the same, and a choice that has no effect is a trap. */
    private static void refuseOthersChoices(FactoryConfig config) {
        refuse(config, SslConfigs.SSL_PROVIDER_CONFIG, "livetls.engine says who speaks TLS");
        refuse(config, SslConfigs.SSL_SECURE_RANDOM_IMPLEMENTATION_CONFIG, "the TLS engine uses its own");
        refuse(
                config,
                FactoryConfig.SECURITY_PROVIDERS,
                "it would change the whole JVM; name them in the JVM's java.security file");
        algorithm(config, SslConfigs.SSL_KEYMANAGER_ALGORITHM_CONFIG, KEY_MANAGERS);
        algorithm(config, SslConfigs.SSL_TRUSTMANAGER_ALGORITHM_CONFIG, Set.of("PKIX", "SunX509"));
        String hosts = config.text(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        if (hosts != null && !Set.of("HTTPS", "LDAPS").contains(hosts.toUpperCase(Locale.ROOT))) {
            throw new ConfigException(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG + ": '" + hosts
                    + "' isn't known. Set it to https, or leave it out, which is the same");
        }
    }

    private static void refuse(FactoryConfig config, String key, String why) {
        String value = config.text(key);
        if (value != null) {
            throw new ConfigException(key + "=" + value + " would have no effect: " + why + ". Remove it");
        }
    }

    private static void algorithm(FactoryConfig config, String key, Set<String> same) {
        String value = config.text(key);
        if (value != null && !same.contains(value)) {
            throw new ConfigException(
                    key + "=" + value + " would have no effect: LiveTLS checks by PKIX, live. Remove it");
        }
    }

    /** As Kafka documents it, {@code ssl.protocol=TLSv1.2} means that TLS 1.3 isn't used, whatever is enabled besides. */
    static List<String> protocols(FactoryConfig config) {
        List<String> enabled = config.list(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG);
        String newest = config.text(SslConfigs.SSL_PROTOCOL_CONFIG);
        if (newest == null || newest.equals(TLS_13) || newest.equals("TLS")) {
            return enabled;
        }
        if (!newest.equals(TLS_12)) {
            throw new ConfigException(SslConfigs.SSL_PROTOCOL_CONFIG + ": '" + newest
                    + "' isn't safe or isn't known. Set it to TLSv1.3 or TLSv1.2, or leave it out");
        }
        List<String> older = enabled.isEmpty()
                ? List.of(TLS_12)
                : enabled.stream().filter(name -> !name.equals(TLS_13)).toList();
        if (older.isEmpty()) {
            throw new ConfigException(SslConfigs.SSL_PROTOCOL_CONFIG + "=" + newest + " contradicts "
                    + SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG + "=" + String.join(",", enabled)
                    + ". Remove one of the two");
        }
        return older;
    }

    private static List<String> common(
            String key, List<String> kafka, String setting, List<String> handle, String handleName) {
        if (kafka.isEmpty() || handle.isEmpty()) {
            return kafka.isEmpty() ? handle : kafka;
        }
        List<String> both = kafka.stream().filter(handle::contains).toList();
        if (both.isEmpty()) {
            throw new ConfigException(key + "=" + String.join(",", kafka) + " contradicts " + setting + "("
                    + String.join(",", handle) + ") of the handle '" + handleName + "': they have nothing in common."
                    + " Change one of the two");
        }
        return both;
    }
}
