package io.livetls.kafka;

import io.livetls.ClientAuth;
import io.livetls.TlsSettings;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslClientAuth;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.jspecify.annotations.Nullable;

/** What a listener wants of its clients: Kafka's {@code ssl.client.auth}, never weaker than what the handle says. */
final class ServerRules {
    private static final String KEY = BrokerSecurityConfigs.SSL_CLIENT_AUTH_CONFIG;

    private ServerRules() {}

    /** As Kafka reads it, except that a word it doesn't know is an error: Kafka would take it for {@code none}. */
    static ClientAuth clientAuth(FactoryConfig config) {
        String text = config.text(KEY);
        SslClientAuth known = SslClientAuth.forConfig(text);
        if (known == null) {
            throw new ConfigException(
                    KEY + ": '" + text + "' isn't one of none, requested, required. Set it to one of them");
        }
        return switch (known) {
            case REQUIRED -> ClientAuth.REQUIRE;
            case REQUESTED -> ClientAuth.OPTIONAL;
            case NONE -> ClientAuth.NONE;
        };
    }

    /** In Kafka's words. */
    static String kafkaWord(ClientAuth clientAuth) {
        return switch (clientAuth) {
            case REQUIRE -> "required";
            case OPTIONAL -> "requested";
            case NONE -> "none";
        };
    }

    /** Why a listener can't be served with these settings; null if it can. */
    static @Nullable String obstacle(ClientAuth kafka, Handle handle) {
        TlsSettings settings = handle.tls().settings();
        if (settings.clientAuth().compareTo(kafka) > 0) {
            return KEY + "=" + kafkaWord(kafka) + " contradicts clientAuth(" + settings.clientAuth()
                    + ") of the handle '"
                    + settings.name() + "': none of the two may be weakened by the other. Set listener.name.<listener>."
                    + KEY + "=" + kafkaWord(settings.clientAuth())
                    + " (Kafka's default is none, and for SASL_SSL it takes nothing but the listener's own setting)";
        }
        if (kafka != ClientAuth.NONE && !handle.explicitTrust()) {
            return KEY + "=" + kafkaWord(kafka)
                    + " without a trust store would let in clients with a certificate of any CA"
                    + " that the platform trusts. Set ssl.truststore.location or " + FactoryKey.TRUST
                    + " to the CA of your clients, or, if any of them is really meant, ssl.truststore.type=SYSTEM";
        }
        if (kafka != ClientAuth.NONE && handle.tls().current().trustAnchors() == null) {
            return KEY + "=" + kafkaWord(kafka) + " needs trust to check clients by, and the handle '" + settings.name()
                    + "' has none: add trust(\"/path/to/ca.crt\") to it";
        }
        return null;
    }
}
