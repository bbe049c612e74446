package io.livetls.kafka;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * When trust changed, for connections that may outlive a change by so much and no more. Their ends are spread over that
 * time, or all clients would come back in one moment.
 */
final class TrustChanges implements AutoCloseable {
    private final LiveTls tls;
    private final long within;
    private final LongSupplier nanoTime;
    private final LiveTls.Registration registration;

    /** The oldest first. Replaced by the thread that reloads, read by all. */
    private volatile List<Change> changes = List.of();

    private record Change(long trustGeneration, long at) {}

    TrustChanges(LiveTls tls, Duration within, LongSupplier nanoTime) {
        this.tls = tls;
        this.within = within.toNanos();
        this.nanoTime = nanoTime;
        this.registration = tls.onReload(this::note);
    }

    private void note(ReloadResult result) {
        if (result instanceof ReloadResult.Updated updated
                && updated.previous().trustGeneration() != updated.current().trustGeneration()) {
            List<Change> next = new ArrayList<>(changes);
            // Who began before a change that is over began before the ones before it, too.
            while (next.size() > 1 && nanoTime.getAsLong() - next.get(1).at() >= within) {
                next.remove(0);
            }
            next.add(new Change(updated.current().trustGeneration(), nanoTime.getAsLong()));
            changes = List.copyOf(next);
        }
    }

    /** Under what a connection begins now, at least. */
    long now() {
        return tls.current().trustGeneration();
    }

    /**
     * Whether a connection has outlived its trust.
     *
     * @param trustGeneration under which it began
     * @param turn between zero and one: where in the time its end comes
     */
    boolean isOver(long trustGeneration, double turn) {
        List<Change> all = changes;
        if (all.isEmpty() || all.get(all.size() - 1).trustGeneration() <= trustGeneration) {
            return false;
        }
        for (Change change : all) {
            // The first one counts: a later change doesn't put an end off.
            if (change.trustGeneration() > trustGeneration) {
                return nanoTime.getAsLong() - change.at() >= (long) (turn * within);
            }
        }
        return false;
    }

    @Override
    public void close() {
        registration.close();
    }
}
