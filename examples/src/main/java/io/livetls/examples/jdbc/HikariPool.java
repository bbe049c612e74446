package io.livetls.examples.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.livetls.LiveTls;
import io.livetls.jdbc.HikariTls;
import io.livetls.jdbc.JdbcTls;
import io.livetls.jdbc.SslMode;
import java.time.Duration;

/** A pool whose connections show the certificate of now: those of before are retired within some minutes of a change. */
public final class HikariPool {
    private HikariPool() {}

    /**
     * Opens a pool.
     *
     * @param tls the service's handle, to be closed after the pool
     * @param url {@code jdbc:postgresql:...}
     * @param user the database's user
     * @param password its password
     * @param retirement over which the connections of before are retired; five minutes if in doubt
     * @return a pool as any other
     */
    public static HikariDataSource open(LiveTls tls, String url, String user, String password, Duration retirement) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setDataSourceProperties(JdbcTls.postgresql(tls, SslMode.VERIFY_FULL, url));
        return HikariTls.pool(tls, config, retirement);
    }
}
