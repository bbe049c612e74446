package io.livetls.examples.service;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.livetls.LiveTls;
import io.livetls.config.TlsEnvironment;
import io.livetls.jdbc.DatabaseTls;
import io.livetls.jdbc.HikariTls;
import io.livetls.jdbc.JdbcTls;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The orders' table in PostgreSQL. */
final class Orders implements OutgoingWire {
    private static final int CONNECTIONS = 4;
    private static final String SHOWN = "select client_serial from pg_stat_ssl where pid = pg_backend_pid()";

    private final DatabaseTls tls;
    private final HikariConfig config = new HikariConfig();
    private final HikariDataSource pool;

    Orders(TlsEnvironment environment, Map<String, String> variables, Duration retirement) throws SQLException {
        tls = JdbcTls.postgresql(environment.channel(channel()));
        config.setJdbcUrl(variables.get("POSTGRES_URL"));
        config.setUsername(variables.get("POSTGRES_USER"));
        config.setPassword(variables.get("POSTGRES_PASSWORD"));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setDataSourceProperties(tls.properties());
        pool = tls.handle()
                .map(handle -> HikariTls.pool(handle, config, retirement))
                .orElseGet(() -> new HikariDataSource(config));
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists orders (id bigint primary key)");
        }
    }

    @Override
    public String channel() {
        return "postgres";
    }

    @Override
    public Optional<LiveTls> tls() {
        return tls.handle();
    }

    void insert(long order) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into orders values (?)")) {
            insert.setLong(1, order);
            insert.execute();
        }
    }

    long count() throws SQLException {
        return ask("select count(*) from orders");
    }

    /** The number of the last one; 0 before there is any. */
    long last() throws SQLException {
        return ask("select coalesce(max(id), 0) from orders");
    }

    private long ask(String question) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public Optional<String> connect() throws SQLException {
        Properties properties = tls.properties();
        properties.setProperty("user", config.getUsername());
        properties.setProperty("password", config.getPassword());
        try (Connection connection = DriverManager.getConnection(config.getJdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(SHOWN)) {
            result.next();
            return Optional.ofNullable(result.getBigDecimal(1))
                    .map(serial -> serial.toBigIntegerExact().toString(16));
        }
    }

    @Override
    public void close() {
        pool.close();
        tls.close();
    }
}
