package io.livetls.jdbc;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;

/** What the settings of MariaDB's driver say about TLS, and which of them contradict each other. */
final class MariadbSettings {
    /** Settings of the driver's own TLS; with another plugin nobody reads them. */
    private static final Map<String, Function<Configuration, @Nullable String>> OF_THE_DRIVER = new LinkedHashMap<>();

    static {
        OF_THE_DRIVER.put("serverSslCert", Configuration::serverSslCert);
        OF_THE_DRIVER.put("trustStore", Configuration::trustStore);
        OF_THE_DRIVER.put("trustStorePassword", Configuration::trustStorePassword);
        OF_THE_DRIVER.put("trustStoreType", Configuration::trustStoreType);
        OF_THE_DRIVER.put("keyStore", Configuration::keyStore);
        OF_THE_DRIVER.put("keyStorePassword", Configuration::keyStorePassword);
        OF_THE_DRIVER.put("keyStoreType", Configuration::keyStoreType);
        OF_THE_DRIVER.put("keyPassword", Configuration::keyPassword);
        OF_THE_DRIVER.put("enabledSslProtocolSuites", Configuration::enabledSslProtocolSuites);
        OF_THE_DRIVER.put("enabledSslCipherSuites", Configuration::enabledSslCipherSuites);
    }

    private MariadbSettings() {}

    /** The mode of a connection, if its settings agree with each other. */
    static SslMode mode(Configuration settings, HostAddress address) {
        OF_THE_DRIVER.forEach((name, value) -> {
            if (value.apply(settings) != null) {
                throw new IllegalStateException(name + " and tlsSocketType=" + Dialect.MARIADB_TYPE + " contradict,"
                        + " since key, certificate, trust, protocols and cipher suites are the handle's: remove " + name
                        + ", and give LiveTls.builder() what it says");
            }
        });
        // By name, since the older of the two lines doesn't have all of them.
        String given = (address.sslMode == null ? settings.sslMode() : address.sslMode).name();
        SslMode mode = SslMode.parse(given);
        if (!Dialect.MARIADB.has(mode)) {
            throw new IllegalStateException("sslMode=" + given.toLowerCase(Locale.ROOT)
                    + " goes on in plaintext where the server has no TLS: say " + Dialect.MARIADB.modes());
        }
        return mode;
    }

    static HandleArgument argument(Configuration settings) {
        return HandleArgument.read(Dialect.HANDLE, settings.nonMappedOptions().getProperty(Dialect.HANDLE));
    }
}
