package io.livetls.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import io.livetls.LiveTls;
import java.time.Duration;
import javax.sql.DataSource;

/** HikariCP pools whose connections follow a handle. */
public final class HikariTls {
    private HikariTls() {}

    /**
     * A pool that retires the connections of before after each change of the handle: so is a certificate that was replaced
     * shown by no connection any more, and a server whose CA was removed reached by none.
     *
     * <p>Of N connections one has its turn every N-th part of the period. A turn closes one that nobody uses, and the pool
     * opens another. A connection in use isn't touched; its turn comes when it was given back, which may be after the
     * period.
     *
     * <p>Where only the certificate changed, none is closed before a new one could be opened: a certificate that the server
     * doesn't take costs a warning at each turn, and no query. Where trust changed they are closed in any case. If the
     * server isn't trusted any more, the pool runs empty, its callers get the driver's error, and it fills again when
     * the cause is gone.
     *
     * @param tls the handle that the driver's settings name; open for as long as the pool
     * @param config a {@code jdbcUrl} or a {@code dataSource} with the properties of {@link JdbcTls}; copied
     * @param period over which retirement is spread; more than zero. Five minutes if in doubt
     * @return a pool; closing it ends the following too
     * @throws IllegalArgumentException if the configuration has neither a URL nor a data source, or the period is none
     */
    public static HikariDataSource pool(LiveTls tls, HikariConfig config, Duration period) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("period: " + period + " (expected: more than zero)");
        }
        HikariConfig followed = new HikariConfig();
        config.copyStateTo(followed);
        ConnectionGenerations connections = new ConnectionGenerations(tls, driver(config));
        followed.setDataSource(connections);
        return new RetiringPool(tls, followed, connections, period);
    }

    private static DataSource driver(HikariConfig config) {
        DataSource given = config.getDataSource();
        if (given != null) {
            return given;
        }
        if (config.getJdbcUrl() == null) {
            throw new IllegalArgumentException(
                    "the pool has neither a jdbcUrl nor a dataSource: set one of them (dataSourceClassName isn't followed)");
        }
        return new DriverDataSource(
                config.getJdbcUrl(),
                config.getDriverClassName(),
                config.getDataSourceProperties(),
                config.getUsername(),
                config.getPassword());
    }
}
