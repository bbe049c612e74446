package io.livetls.live;

import io.livetls.live.Outcome.Failed;
import io.livetls.live.Outcome.Updated;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what came of looks, to the log and to listeners: each thing once, however often it is seen. */
final class Announcer {
    private static final Logger LOG = System.getLogger("io.livetls");

    private final String name;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** The failure that was told last and hasn't ended; guarded by the handle's lock. */
    private @Nullable String failing;

    Announcer(String name) {
        this.name = name;
    }

    /** No record: one consumer that was added twice is two listeners. */
    private static final class Listener {
        private final Consumer<Outcome> consumer;

        Listener(Consumer<Outcome> consumer) {
            this.consumer = consumer;
        }
    }

    /** Adds a listener; the result removes it. */
    Runnable add(Consumer<Outcome> listener) {
        Listener registered = new Listener(listener);
        listeners.add(registered);
        return () -> listeners.remove(registered);
    }

    void started(Generation first) {
        LOG.log(Level.INFO, () -> name + ": loaded " + first);
    }

    void tell(Outcome outcome) {
        if (outcome instanceof Updated updated) {
            failing = null;
            LOG.log(Level.INFO, () -> name + ": now " + updated.current());
        } else if (outcome instanceof Failed failed) {
            String message = String.valueOf(failed.cause().getMessage());
            if (message.equals(failing)) {
                return;
            }
            failing = message;
            LOG.log(Level.WARNING, () -> name + ": not reloaded, " + failed.current() + " stays. " + message);
        } else {
            if (failing == null) {
                return;
            }
            failing = null;
            LOG.log(Level.INFO, () -> name + ": the files are those of " + outcome.current() + " again");
        }
        listeners.forEach(listener -> call(listener, outcome));
    }

    private void call(Listener listener, Outcome outcome) {
        try {
            listener.consumer.accept(outcome);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, name + ": a reload listener failed", e);
        }
    }
}
