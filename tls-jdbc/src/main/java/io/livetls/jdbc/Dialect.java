package io.livetls.jdbc;

import io.livetls.LiveTls;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the drivers write a mode, which of them they have, and what tells them where TLS comes from. */
enum Dialect {
    POSTGRESQL("PostgreSQL", "postgresql", "sslmode") {
        @Override
        String written(SslMode mode) {
            return mode.value();
        }

        @Override
        void addFactory(Properties properties, String argument) {
            properties.setProperty(PostgresSettings.FACTORY, PostgresSocketFactory.class.getName());
            properties.setProperty(PostgresSettings.FACTORY_ARGUMENT, argument);
        }
    },

    MARIADB("MariaDB", "mariadb", "sslMode") {
        @Override
        @Nullable String written(SslMode mode) {
            return switch (mode) {
                case DISABLE -> "disable";
                // MariaDB's own "allow" goes on in plaintext where the server has no TLS, and checks all where it has:
                // neither libpq's nor MySQL's modes do so.
                case ALLOW, PREFER -> null;
                case REQUIRE -> "trust";
                case VERIFY_CA -> "verify-ca";
                case VERIFY_FULL -> "verify-full";
            };
        }

        @Override
        void addFactory(Properties properties, String argument) {
            properties.setProperty("tlsSocketType", MARIADB_TYPE);
            properties.setProperty(HANDLE, argument);
        }
    },

    MYSQL("MySQL", "mysql", "sslMode") {
        @Override
        @Nullable String written(SslMode mode) {
            return switch (mode) {
                case DISABLE -> "DISABLED";
                case ALLOW -> null;
                case PREFER -> "PREFERRED";
                case REQUIRE -> "REQUIRED";
                case VERIFY_CA -> "VERIFY_CA";
                case VERIFY_FULL -> "VERIFY_IDENTITY";
            };
        }

        @Override
        void addFactory(Properties properties, String argument) {
            properties.setProperty("socketFactory", MYSQL_FACTORY);
            properties.setProperty(HANDLE, argument);
        }
    };

    /** Beside a driver's own settings: the name of the handle. Both drivers keep settings that they don't know. */
    static final String HANDLE = "livetls";

    /** What MariaDB's driver finds the plugin by. */
    static final String MARIADB_TYPE = "livetls";

    /** The class can't be named otherwise here: it would be loaded, and the driver may be missing. */
    static final String MYSQL_FACTORY = "io.livetls.jdbc.MysqlSocketFactory";

    private final String product;
    private final String method;
    private final String setting;

    Dialect(String product, String method, String setting) {
        this.product = product;
        this.method = method;
        this.setting = setting;
    }

    /** The mode as the driver writes it, or null if it has none that does the same. */
    abstract @Nullable String written(SslMode mode);

    abstract void addFactory(Properties properties, String argument);

    /** The name of the setting that the mode is the value of. */
    String setting() {
        return setting;
    }

    /** Such as {@code sslMode=VERIFY_IDENTITY}. */
    String assignment(SslMode mode) {
        return setting + "=" + value(mode);
    }

    /** The mode as the driver writes it. */
    String value(SslMode mode) {
        String value = written(mode);
        if (value == null) {
            throw new IllegalArgumentException(lack(mode) + ": say " + modes());
        }
        return value;
    }

    boolean has(SslMode mode) {
        return written(mode) != null;
    }

    /** What to say of a mode that the driver hasn't. */
    String lack(SslMode mode) {
        return product + "'s driver has no mode that does what " + mode + " does";
    }

    /** Those that the driver has. */
    String modes() {
        return Arrays.stream(SslMode.values())
                .filter(this::has)
                .map(SslMode::value)
                .collect(Collectors.joining(", "));
    }

    Properties properties(LiveTls tls, SslMode mode) {
        Properties properties = plaintext();
        properties.setProperty(setting, value(mode));
        if (mode != SslMode.DISABLE) {
            checkPromise(tls, mode);
            addFactory(properties, HandleArgument.write(tls, mode));
        }
        return properties;
    }

    Properties plaintext() {
        Properties properties = new Properties();
        properties.setProperty(setting, value(SslMode.DISABLE));
        return properties;
    }

    /** Whether the handle can do what the mode promises. */
    void checkPromise(LiveTls tls, SslMode mode) {
        if (!mode.promisesChain()) {
            return;
        }
        if (!tls.settings().verifiesServers()) {
            throw new IllegalStateException(assignment(mode)
                    + " and withoutServerVerification() (variable VERIFICATION)"
                    + " contradict: remove one of the two; " + assignment(SslMode.REQUIRE)
                    + " checks nothing with such a handle");
        }
        if (tls.current().trustAnchors() == null) {
            throw new IllegalStateException(assignment(mode) + " needs trust to check the server by: add"
                    + " trust(\"/path/to/ca.crt\") or trustSystem() to the handle "
                    + tls.settings().name());
        }
    }

    /** Whether what a connection's settings say is what the program was promised. */
    void checkAgrees(HandleArgument argument, SslMode given) {
        SslMode promised = argument.promised();
        if (promised != null && promised != given) {
            throw new IllegalStateException(assignment(given) + " and the properties of JdbcTls." + method + "(tls, "
                    + promised.name() + ") contradict: remove " + setting + " from the URL, or say the same in both");
        }
    }

    /** What to say of a setting that would have to do with the driver's own TLS. */
    static String ignored(String name) {
        return name
                + " has no effect, since key, certificate and trust are the handle's: remove it, or give the file to"
                + " LiveTls.builder()";
    }
}
