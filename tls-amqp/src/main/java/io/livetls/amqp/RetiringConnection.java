package io.livetls.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.recovery.AutorecoveringConnection;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has the client's connection end and come back some time after trust changed: AMQP's own goodbye, so that the broker works
 * off what it was sent, but not as the application's, so that automatic recovery begins.
 */
final class RetiringConnection implements RecoveryListener {
    private static final Logger LOG = System.getLogger("io.livetls.amqp");

    private final LiveTls tls;
    private final AutorecoveringConnection connection;
    private final Duration within;

    /** Under what the transport began, at least. Guarded by this. */
    private long trustGeneration;

    /** Whether its turn is planned. Guarded by this. */
    private boolean planned;

    private LiveTls.@Nullable Registration registration;

    private RetiringConnection(
            LiveTls tls, AutorecoveringConnection connection, Duration within, long trustGeneration) {
        this.tls = tls;
        this.connection = connection;
        this.within = within;
        this.trustGeneration = trustGeneration;
    }

    /**
     * From now on.
     *
     * @param trustGeneration what was current before it connected
     */
    static void follow(LiveTls tls, AutorecoveringConnection connection, Duration within, long trustGeneration) {
        RetiringConnection retiring = new RetiringConnection(tls, connection, within, trustGeneration);
        connection.addRecoveryListener(retiring);
        retiring.registration = tls.onReload(retiring::changed);
        connection.addShutdownListener(retiring::ended);
        // A change may have come before it was listened to.
        retiring.planIfOutdated();
    }

    private void changed(ReloadResult result) {
        if (result instanceof ReloadResult.Updated) {
            planIfOutdated();
        }
    }

    /** All connections of all processes in one moment would be a storm, so each has a turn of its own. */
    private synchronized void planIfOutdated() {
        if (isOutdated() && !planned) {
            planned = true;
            long turn = ThreadLocalRandom.current().nextLong(Math.max(1, within.toNanos()));
            CompletableFuture.delayedExecutor(turn, TimeUnit.NANOSECONDS, this::start)
                    .execute(this::turn);
        }
    }

    private synchronized boolean isOutdated() {
        return trustGeneration < tls.current().trustGeneration();
    }

    private void start(Runnable turn) {
        Thread thread =
                new Thread(null, turn, "livetls-retire-" + tls.settings().name(), 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void turn() {
        synchronized (this) {
            planned = false;
        }
        // It may have come back by itself meanwhile, or be about to.
        if (isOutdated() && connection.isOpen()) {
            try {
                connection.getDelegate().close(AMQP.CONNECTION_FORCED, "trust has changed", false, null);
            } catch (IOException | ShutdownSignalException e) {
                // It ended on its own, and comes back as well.
                LOG.log(Level.DEBUG, () -> tls.settings().name() + ": a connection ended before its turn, " + e);
            }
        }
    }

    @Override
    public synchronized void handleRecoveryStarted(Recoverable recoverable) {
        trustGeneration = tls.current().trustGeneration();
    }

    @Override
    public void handleRecovery(Recoverable recoverable) {
        planIfOutdated();
    }

    private void ended(ShutdownSignalException cause) {
        LiveTls.Registration following = registration;
        if (cause.isInitiatedByApplication() && following != null) {
            following.close();
        }
    }
}
