package io.livetls.jdbc;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.conf.RuntimeProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the settings of MySQL's driver say about TLS, and which of them contradict each other. */
final class MysqlSettings {
    /** Settings of the driver's own TLS; with another factory nobody reads them. */
    private static final List<PropertyKey> OF_THE_DRIVER = List.of(
            PropertyKey.clientCertificateKeyStoreUrl,
            PropertyKey.clientCertificateKeyStoreType,
            PropertyKey.clientCertificateKeyStorePassword,
            PropertyKey.fallbackToSystemKeyStore,
            PropertyKey.trustCertificateKeyStoreUrl,
            PropertyKey.trustCertificateKeyStoreType,
            PropertyKey.trustCertificateKeyStorePassword,
            PropertyKey.fallbackToSystemTrustStore,
            PropertyKey.tlsVersions,
            PropertyKey.tlsCiphersuites,
            PropertyKey.fipsCompliantJsse,
            PropertyKey.keyManagerFactoryProvider,
            PropertyKey.trustManagerFactoryProvider,
            PropertyKey.keyStoreProvider,
            PropertyKey.sslContextProvider);

    private MysqlSettings() {}

    /** The mode of a connection, if its settings agree with each other. */
    static SslMode mode(PropertySet settings) {
        RuntimeProperty<?> given = settings.getProperty(PropertyKey.sslMode);
        if (!given.isExplicitlySet()) {
            throw new IllegalStateException(
                    "sslMode isn't set, and without it the driver goes on in plaintext where the server has no TLS: add"
                            + " sslMode=VERIFY_IDENTITY, or sslMode=PREFERRED if that is what you want");
        }
        for (PropertyKey key : OF_THE_DRIVER) {
            if (settings.getProperty(key).isExplicitlySet()) {
                throw new IllegalStateException(
                        key.getKeyName() + " and socketFactory=" + Dialect.MYSQL_FACTORY + " contradict, since key,"
                                + " certificate, trust, protocols and cipher suites are the handle's: remove "
                                + key.getKeyName() + ", and give LiveTls.builder() what it says");
            }
        }
        return SslMode.parse(given.getStringValue());
    }

    static HandleArgument argument(PropertySet settings) {
        RuntimeProperty<?> given = settings.getProperty(Dialect.HANDLE);
        @Nullable String text = given == null ? null : given.getStringValue();
        return HandleArgument.read(Dialect.HANDLE, text);
    }
}
