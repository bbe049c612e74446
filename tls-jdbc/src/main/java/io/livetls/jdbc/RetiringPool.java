package io.livetls.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A pool that gives its connections of before a turn each, evenly over a period. A turn ends one of those that callers
 * borrowed since the change and gave back; else it borrows one that idles. HikariCP closes the first kind when nobody has it,
 * and of the second nobody but the turn has it.
 *
 * <p>Borrowing alone wouldn't do: a busy thread gets again what it gave back, and the turn what idles, for ever. For the same
 * reason each turn has a thread of its own.
 */
final class RetiringPool extends HikariDataSource {
    private static final Logger LOG = System.getLogger("io.livetls.jdbc");

    private final ConnectionGenerations connections;
    private final Duration period;
    /** The driver's connections of before that callers had since the change, and what they had of the pool. */
    private final Map<Connection, Connection> borrowed = new ConcurrentHashMap<>();

    private final AtomicBoolean retiring = new AtomicBoolean();
    private final LiveTls.Registration registration;

    RetiringPool(LiveTls tls, HikariConfig config, ConnectionGenerations connections, Duration period) {
        super(config);
        this.connections = connections;
        this.period = period;
        this.registration = tls.onReload(this::changed);
    }

    private void changed(ReloadResult result) {
        if (result instanceof ReloadResult.Updated && retiring.compareAndSet(false, true)) {
            next();
        }
    }

    /** Plans the next turn, or ends if no connection of before is left. */
    private void next() {
        int left = outdated();
        if (left > 0 && !isClosed()) {
            Executor turn = CompletableFuture.delayedExecutor(
                    Math.max(1, period.dividedBy(left + 1L).toNanos()), TimeUnit.NANOSECONDS, this::start);
            turn.execute(this::turn);
            return;
        }
        borrowed.clear();
        retiring.set(false);
        // A change may have come between the count and the flag.
        if (!isClosed() && outdated() > 0 && retiring.compareAndSet(false, true)) {
            next();
        }
    }

    private void start(Runnable turn) {
        Thread thread = new Thread(null, turn, "livetls-retire-" + getPoolName(), 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void turn() {
        try {
            if (!retireReturned()) {
                retireIdle();
            }
        } catch (SQLException e) {
            if (isClosed()) {
                return;
            }
            // All are in use for long, or none could be opened in its place. There is a next turn.
            LOG.log(Level.WARNING, getPoolName() + ": no connection was retired in this turn, " + e.getMessage());
        }
        next();
    }

    private boolean retireReturned() throws SQLException {
        for (Map.Entry<Connection, Connection> each : Map.copyOf(borrowed).entrySet()) {
            Connection physical = each.getKey();
            if (physical.isClosed()) {
                borrowed.remove(physical);
            } else if (each.getValue().isClosed()) {
                connections.checkReplaceable(physical);
                borrowed.remove(physical);
                // What was given back isn't the caller's any more: the next one who has it isn't disturbed either.
                evictConnection(each.getValue());
                return true;
            }
        }
        return false;
    }

    /** Past new ones that idle, too: one that was being opened during the change stands behind them. */
    private void retireIdle() throws SQLException {
        try (Connection connection = super.getConnection()) {
            if (connections.isOutdated(connection)) {
                connections.checkReplaceable(connection);
                evictConnection(connection);
            } else if (getHikariPoolMXBean().getIdleConnections() > 0) {
                retireIdle();
            }
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        if (retiring.get() && connections.isOutdated(connection)) {
            // The first is kept: once that was given back it can be ended, whoever has the connection by then.
            borrowed.putIfAbsent(connection.unwrap(Connection.class), connection);
        }
        return connection;
    }

    private int outdated() {
        try {
            return connections.outdated();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, getPoolName() + ": a connection doesn't say whether it is open", e);
            return 1;
        }
    }

    @Override
    public void close() {
        registration.close();
        super.close();
    }
}
