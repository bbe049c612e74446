package io.livetls.jdbc;

import io.livetls.LiveTls;
import io.livetls.TlsSnapshot;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A driver's data source that remembers the generation under which each connection was made, so that a pool can tell which
 * of its connections show a certificate, or were let in by trust, of before a change. Give it to the pool in place of the
 * driver's own, and ask {@link #isOutdated} where the pool validates a connection that isn't in use: what is answered with
 * "not valid" there is closed and replaced, and no query is cut.
 *
 * <p>{@link HikariTls} does so for HikariCP. Thread-safe; connections are kept weakly.
 */
public final class ConnectionGenerations implements DataSource {
    private final LiveTls tls;
    private final DataSource driver;

    /** Drivers' connections have the identity of their objects. */
    private final Map<Connection, Made> generations = new WeakHashMap<>();

    /** As the pool asked last: with the credentials that it has. */
    private volatile Opening opening = DataSource::getConnection;

    private interface Opening {
        Connection open(DataSource driver) throws SQLException;
    }

    private record Made(long generation, long trustGeneration) {}

    /**
     * Follows a driver's connections.
     *
     * @param tls the handle that the driver connects with
     * @param driver the driver's data source, not a pool
     */
    public ConnectionGenerations(LiveTls tls, DataSource driver) {
        this.tls = tls;
        this.driver = driver;
    }

    /**
     * Whether the handle has changed since a connection was made.
     *
     * @param connection one of the driver, or a pool's that can be unwrapped to it
     * @return false also for a connection that wasn't made here
     * @throws SQLException if it can't be unwrapped
     */
    public boolean isOutdated(Connection connection) throws SQLException {
        Connection physical = connection.unwrap(Connection.class);
        long current = tls.current().generation();
        synchronized (generations) {
            Made made = generations.get(physical);
            return made != null && made.generation() < current;
        }
    }

    /** How many connections that are still open were made before the handle's last change. */
    int outdated() throws SQLException {
        long current = tls.current().generation();
        int count = 0;
        synchronized (generations) {
            for (Map.Entry<Connection, Made> entry : generations.entrySet()) {
                if (entry.getValue().generation() < current && !entry.getKey().isClosed()) {
                    count++;
                }
            }
        }
        return count;
    }

    /**
     * Makes sure that a connection of before has a successor: one of now is open, or could be opened. Not asked where trust
     * has changed since, for what rests on trust that is gone must end in any case.
     */
    void checkReplaceable(Connection connection) throws SQLException {
        TlsSnapshot current = tls.current();
        Connection physical = connection.unwrap(Connection.class);
        synchronized (generations) {
            Made made = generations.get(physical);
            if (made != null && made.trustGeneration() < current.trustGeneration()) {
                return;
            }
            for (Map.Entry<Connection, Made> entry : generations.entrySet()) {
                if (entry.getValue().generation() == current.generation()
                        && !entry.getKey().isClosed()) {
                    return;
                }
            }
        }
        opening.open(driver).close();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return open(DataSource::getConnection);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return open(source -> source.getConnection(username, password));
    }

    private Connection open(Opening way) throws SQLException {
        // Read before: a change while connecting makes the connection one of before.
        TlsSnapshot before = tls.current();
        Connection connection = way.open(driver);
        opening = way;
        synchronized (generations) {
            generations.put(connection, new Made(before.generation(), before.trustGeneration()));
        }
        return connection;
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return driver.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        driver.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        driver.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return driver.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(driver) ? type.cast(driver) : driver.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(driver) || driver.isWrapperFor(type);
    }
}
