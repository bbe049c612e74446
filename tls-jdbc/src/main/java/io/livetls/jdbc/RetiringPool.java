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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A pool that gives its connections of before a turn each, evenly over a period. A turn borrows as any caller does: what it
 * gets is in use by nobody else. Each turn has a thread of its own, since HikariCP hands a thread what that gave back last,
 * which would be a new connection again and again; any other thread gets the oldest idle one.
 */
final class RetiringPool extends HikariDataSource {
    private static final Logger LOG = System.getLogger("io.livetls.jdbc");

    private final ConnectionGenerations connections;
    private final Duration period;
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
        try (Connection connection = getConnection()) {
            if (connections.isOutdated(connection)) {
                connections.checkReplaceable(connection);
                evictConnection(connection);
            }
        } catch (SQLException e) {
            // All are in use for long, or none could be opened in its place. There is a next turn.
            LOG.log(Level.WARNING, getPoolName() + ": no connection was retired in this turn, " + e.getMessage());
        }
        next();
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
