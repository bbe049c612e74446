package io.livetls.netty;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.netty.channel.Channel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The open connections of one live context, and their turns when trust has changed. A connection is here from its handshake
 * until its channel is closed. Thread-safe.
 */
final class RetiringConnections implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.livetls.netty");

    private final String name;
    private final Retirement retirement;
    private final LongSupplier trustGeneration;
    private final Set<RetiringConnection> open = ConcurrentHashMap.newKeySet();
    private LiveTls.Registration registration = () -> {};

    /**
     * Connections that nothing tells of changes yet.
     *
     * @param trustGeneration the current one
     */
    RetiringConnections(String name, Retirement retirement, LongSupplier trustGeneration) {
        this.name = name;
        this.retirement = retirement;
        this.trustGeneration = trustGeneration;
    }

    static RetiringConnections of(LiveTls tls, Retirement retirement) {
        RetiringConnections connections = new RetiringConnections(
                tls.settings().name(), retirement, () -> tls.current().trustGeneration());
        connections.registration = tls.onReload(result -> {
            if (result instanceof ReloadResult.Updated) {
                connections.retireOlder();
            }
        });
        return connections;
    }

    /** On the channel's event loop. */
    void add(Channel channel, ConnectionGeneration made) {
        RetiringConnection connection = new RetiringConnection(channel, made, retirement.grace());
        open.add(connection);
        channel.closeFuture().addListener(closed -> {
            open.remove(connection);
            connection.forget();
        });
        // Trust may have changed during the handshake. It is here before it looks, so no change that comes now misses
        // it.
        if (isOlder(connection)) {
            connection.retireAfter(retirement.period());
        }
    }

    /** The first has its turn now, the last one shortly before the end of the period. */
    void retireOlder() {
        List<RetiringConnection> older = open.stream()
                .filter(this::isOlder)
                .filter(RetiringConnection::waitsForNoTurn)
                .toList();
        if (older.isEmpty()) {
            return;
        }
        LOG.log(
                Level.INFO,
                () -> name + ": trust has changed, and " + older.size()
                        + " open connections of before end within " + retirement.period() + ", each after a grace of "
                        + retirement.grace());
        Duration step = retirement.period().dividedBy(older.size());
        for (int i = 0; i < older.size(); i++) {
            older.get(i).retireAfter(step.multipliedBy(i));
        }
    }

    private boolean isOlder(RetiringConnection connection) {
        return connection.made().trustGeneration() < trustGeneration.getAsLong();
    }

    int count() {
        return open.size();
    }

    /** Turns that were given stay. */
    @Override
    public void close() {
        registration.close();
        open.clear();
    }
}
