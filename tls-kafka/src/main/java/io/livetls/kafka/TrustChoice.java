package io.livetls.kafka;

import io.livetls.LiveTls;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/** Tells a builder who is trusted: by Kafka's trust store settings, which mean what they mean to Kafka, or by ours. */
final class TrustChoice {
    /** As {@code ssl.truststore.type}: the CAs that the platform trusts, chosen and not left over. */
    static final String SYSTEM = "SYSTEM";

    private static final String TYPE = SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG;
    private static final String LOCATION = SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG;
    private static final String PASSWORD = SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG;
    private static final String CERTIFICATES = SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG;

    private final FactoryConfig config;
    private final LiveTls.Builder builder;

    TrustChoice(FactoryConfig config, LiveTls.Builder builder) {
        this.config = config;
        this.builder = builder;
    }

    /**
     * Sets trust, if somebody said it.
     *
     * @param key the setting that says it; null for none
     * @return whether it is said
     */
    boolean apply(@Nullable String key) {
        String type = config.word(TYPE, "JKS");
        if (type.equals(SYSTEM)) {
            if (key != null) {
                throw new ConfigException(TYPE + "=" + SYSTEM + " and " + key
                        + " contradict: both say who is trusted. Remove one of the two");
            }
            builder.trustSystem();
            return true;
        }
        char[] password = config.secret(PASSWORD);
        boolean keyStore = LOCATION.equals(key) && IdentityChoice.KEY_STORES.contains(type);
        if (password != null && !keyStore) {
            throw new ConfigException(
                    PASSWORD + " is set, and nothing that it opens. Set " + LOCATION + " to a key store, or remove it");
        }
        if (key == null) {
            return false;
        }
        String value = String.valueOf(config.text(key));
        if (keyStore) {
            builder.trustStore(HandleChoice.path(LOCATION, value), password == null ? new char[0] : password);
        } else if (key.equals(FactoryKey.TRUST.toString())) {
            builder.trust(value);
        } else if (!type.equals(IdentityChoice.PEM)) {
            throw new ConfigException(
                    key.equals(LOCATION)
                            ? TYPE + ": '" + type + "' isn't known. Set it to PEM, PKCS12, JKS or " + SYSTEM
                            : key + " is PEM text, and " + TYPE + " is " + type + ". Set " + TYPE + "=PEM");
        } else if (key.equals(CERTIFICATES)) {
            builder.trustPem(value);
        } else {
            builder.trust(value);
        }
        return true;
    }
}
