package io.livetls.jdbc;

import io.livetls.LiveTls;
import io.livetls.config.ChannelSettings;
import io.livetls.config.ConfigurationException;
import java.util.Properties;

/**
 * Drivers' properties. A driver that has them connects with the certificate and the trust of the moment, and so does every
 * new connection of a pool; open ones aren't touched, see {@link HikariTls}.
 *
 * <pre>{@code
 * Properties properties = JdbcTls.postgresql(tls, SslMode.VERIFY_FULL);
 * properties.setProperty("user", "orders");
 * Connection connection = DriverManager.getConnection("jdbc:postgresql://db.example.org/orders", properties);
 * }</pre>
 *
 * <p>A service that only has a URL names its handle, {@code LiveTls.builder().name("orders")}, and writes
 *
 * <pre>{@code
 * jdbc:postgresql://db.example.org/orders?sslmode=verify-full
 *     &sslfactory=io.livetls.jdbc.PostgresSocketFactory&sslfactoryarg=orders
 * jdbc:mariadb://db.example.org/orders?sslMode=verify-full&tlsSocketType=livetls&livetls=orders
 * jdbc:mysql://db.example.org/orders?sslMode=VERIFY_IDENTITY
 *     &socketFactory=io.livetls.jdbc.MysqlSocketFactory&livetls=orders
 * }</pre>
 */
public final class JdbcTls {
    private JdbcTls() {}

    /**
     * The properties for PostgreSQL's driver, pgjdbc.
     *
     * @param tls open for as long as the properties are used; it needs no name
     * @param mode what is checked
     * @return new properties, to which user, password and others may be added; strings only
     * @throws IllegalStateException if the handle can't do what the mode promises, or is closed
     */
    public static Properties postgresql(LiveTls tls, SslMode mode) {
        return Dialect.POSTGRESQL.properties(tls, mode);
    }

    /**
     * As {@link #postgresql(LiveTls, SslMode)}, for a URL that the service is given. A URL's parameters come before
     * properties in pgjdbc, so one with {@code sslmode=disable} would be plaintext whatever the properties say; the other
     * contradictions are found when a connection is made, that one only here.
     *
     * @param tls open for as long as the properties are used; it needs no name
     * @param mode what is checked
     * @param url {@code jdbc:postgresql:...}
     * @return new properties
     * @throws IllegalArgumentException if the URL says something else about TLS; it names the parameter
     * @throws IllegalStateException if the handle can't do what the mode promises, or is closed
     */
    public static Properties postgresql(LiveTls tls, SslMode mode, String url) {
        PostgresSettings.checkUrl(url, mode);
        return postgresql(tls, mode);
    }

    /**
     * What the variables of a channel say, such as {@code MM_TLS_POSTGRES__SSLMODE}, for PostgreSQL's driver. Without that
     * variable the mode is {@link SslMode#VERIFY_FULL}; where the channel has no TLS, or the mode is {@code disable}, the
     * properties say {@code sslmode=disable} and no file is read.
     *
     * @param channel from {@code TlsEnvironment.ofProcess().channel("postgres")}
     * @return the properties and the handle behind them, to be closed after the pool
     * @throws ConfigurationException if a variable can't be meant; also if the mode asks for TLS and nothing else does
     * @throws io.livetls.material.MaterialException if a file can't be read or proven
     */
    public static DatabaseTls postgresql(ChannelSettings channel) {
        return DatabaseTls.of(Dialect.POSTGRESQL, channel);
    }

    /**
     * The properties for MariaDB Connector/J, 3.5 or 4.0.
     *
     * @param tls open for as long as the properties are used; it needs no name
     * @param mode what is checked; {@link SslMode#REQUIRE} is MariaDB's {@code trust}
     * @return new properties, to which user, password and others may be added; strings only
     * @throws IllegalArgumentException for {@link SslMode#ALLOW} and {@link SslMode#PREFER}, which the driver hasn't
     * @throws IllegalStateException if the handle can't do what the mode promises, or is closed
     */
    public static Properties mariadb(LiveTls tls, SslMode mode) {
        return Dialect.MARIADB.properties(tls, mode);
    }

    /**
     * As {@link #mariadb(LiveTls, SslMode)}, for a URL that the service is given. A URL's parameters come before properties
     * in this driver, so one with {@code sslMode=disable} would be plaintext whatever the properties say; the other
     * contradictions are found when a connection is made, that one only here.
     *
     * @param tls open for as long as the properties are used; it needs no name
     * @param mode what is checked
     * @param url {@code jdbc:mariadb:...}
     * @return new properties
     * @throws IllegalArgumentException if the URL says something else about TLS, which it names; or for a mode that the
     *     driver hasn't
     * @throws IllegalStateException if the handle can't do what the mode promises, or is closed
     */
    public static Properties mariadb(LiveTls tls, SslMode mode, String url) {
        MariadbUrl.check(url, mode);
        return mariadb(tls, mode);
    }

    /**
     * What the variables of a channel say, such as {@code MM_TLS_MARIADB__SSLMODE}, for MariaDB Connector/J; as
     * {@link #postgresql(ChannelSettings)}.
     *
     * @param channel from {@code TlsEnvironment.ofProcess().channel("mariadb")}
     * @return the properties and the handle behind them, to be closed after the pool
     * @throws ConfigurationException if a variable can't be meant; also if the mode asks for TLS and nothing else does, or
     *     the driver hasn't it
     * @throws io.livetls.material.MaterialException if a file can't be read or proven
     */
    public static DatabaseTls mariadb(ChannelSettings channel) {
        return DatabaseTls.of(Dialect.MARIADB, channel);
    }

    /**
     * The properties for MySQL Connector/J 9. They come before a URL's parameters in this driver, and what contradicts them in
     * the settings of a single host is found when a connection is made.
     *
     * @param tls open for as long as the properties are used; it needs no name
     * @param mode what is checked; {@link SslMode#VERIFY_FULL} is MySQL's {@code VERIFY_IDENTITY}
     * @return new properties, to which user, password and others may be added; strings only
     * @throws IllegalArgumentException for {@link SslMode#ALLOW}, which the driver hasn't
     * @throws IllegalStateException if the handle can't do what the mode promises, or is closed
     */
    public static Properties mysql(LiveTls tls, SslMode mode) {
        return Dialect.MYSQL.properties(tls, mode);
    }

    /**
     * What the variables of a channel say, such as {@code MM_TLS_MYSQL__SSLMODE}, for MySQL Connector/J; as
     * {@link #postgresql(ChannelSettings)}.
     *
     * @param channel from {@code TlsEnvironment.ofProcess().channel("mysql")}
     * @return the properties and the handle behind them, to be closed after the pool
     * @throws ConfigurationException if a variable can't be meant; also if the mode asks for TLS and nothing else does, or
     *     the driver hasn't it
     * @throws io.livetls.material.MaterialException if a file can't be read or proven
     */
    public static DatabaseTls mysql(ChannelSettings channel) {
        return DatabaseTls.of(Dialect.MYSQL, channel);
    }
}
