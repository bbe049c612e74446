package io.livetls.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.Watchable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Events that a test makes up, for directories that exist. A key belongs to a path here, until it dies. */
final class FakeEvents implements DirectoryEvents {
    private final Map<Path, Key> keys = new HashMap<>();
    private final BlockingQueue<Key> signalled = new LinkedBlockingQueue<>();
    private int registered;
    private volatile boolean closed;

    /** What the next calls throw, once each. */
    final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();

    /** While set, no directory can be watched. */
    volatile @Nullable IOException refusal;

    /** Runs just before a directory is watched. */
    Hook beforeRegister = directory -> {};

    /** What may happen between two steps of the watcher. */
    interface Hook {
        void at(Path directory) throws IOException;
    }

    @Override
    public synchronized WatchKey register(Path directory) throws IOException {
        beforeRegister.at(directory);
        IOException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        registered++;
        return keys.computeIfAbsent(directory, Key::new);
    }

    @Override
    public @Nullable WatchKey next(long timeout) throws InterruptedException {
        Throwable fault = faults.poll();
        if (fault instanceof Error error) {
            throw error;
        } else if (fault instanceof RuntimeException exception) {
            throw exception;
        }
        if (closed) {
            throw new ClosedWatchServiceException();
        }
        return timeout <= 0 ? signalled.poll() : signalled.poll(timeout, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    synchronized int keys() {
        return keys.size();
    }

    synchronized boolean isWatched(Path directory) {
        return keys.containsKey(directory);
    }

    /** How many directories were registered since the last call. */
    synchronized int newlyRegistered() {
        int count = registered;
        registered = 0;
        return count;
    }

    void created(Path entry) {
        signal(entry, ENTRY_CREATE);
    }

    void deleted(Path entry) {
        signal(entry, ENTRY_DELETE);
    }

    void modified(Path entry) {
        signal(entry, ENTRY_MODIFY);
    }

    synchronized void overflow(Path directory) {
        key(directory).add(new Event(OVERFLOW, null));
    }

    /** The directory is gone, or its file system was unmounted. */
    synchronized void kill(Path directory) {
        Key key = key(directory);
        key.valid = false;
        keys.remove(directory);
        signalled.add(key);
    }

    private synchronized void signal(Path entry, WatchEvent.Kind<Path> kind) {
        Path directory = Objects.requireNonNull(entry.getParent());
        key(directory).add(new Event(kind, entry.getFileName()));
    }

    private Key key(Path directory) {
        Key key = keys.get(directory);
        if (key == null) {
            throw new AssertionError("not watched: " + directory + ", but " + keys.keySet());
        }
        return key;
    }

    private record Event(WatchEvent.Kind<?> type, @Nullable Path name) implements WatchEvent<Object> {
        @Override
        @SuppressWarnings("unchecked")
        public Kind<Object> kind() {
            return (Kind<Object>) type;
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public @Nullable Object context() {
            return name;
        }
    }

    private final class Key implements WatchKey {
        private final Path directory;
        private final List<WatchEvent<?>> events = new ArrayList<>();
        private boolean queued;
        private volatile boolean valid = true;

        Key(Path directory) {
            this.directory = directory;
        }

        void add(Event event) {
            events.add(event);
            if (!queued) {
                queued = true;
                signalled.add(this);
            }
        }

        @Override
        public boolean isValid() {
            return valid;
        }

        @Override
        public List<WatchEvent<?>> pollEvents() {
            synchronized (FakeEvents.this) {
                List<WatchEvent<?>> taken = List.copyOf(events);
                events.clear();
                return taken;
            }
        }

        @Override
        public boolean reset() {
            synchronized (FakeEvents.this) {
                queued = false;
                return valid;
            }
        }

        @Override
        public void cancel() {
            synchronized (FakeEvents.this) {
                valid = false;
                keys.remove(directory, this);
            }
        }

        @Override
        public Watchable watchable() {
            return directory;
        }
    }
}
