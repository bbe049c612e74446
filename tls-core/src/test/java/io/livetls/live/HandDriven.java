package io.livetls.live;

import io.livetls.watch.Reason;
import io.livetls.watch.Registration;
import io.livetls.watch.WatchTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** In place of the file watcher: the test says when to look, and sees what the handle asks for. */
final class HandDriven implements LiveMaterial.Watching {
    private final List<Duration> asked = new ArrayList<>();
    private Consumer<Reason> look = reason -> {};
    private @Nullable Set<Path> touched;
    private boolean closed;

    @Override
    public Registration watch(Collection<Path> paths, WatchTiming timing, Consumer<Reason> lookAgain) {
        look = lookAgain;
        return new Registration() {
            @Override
            public void update(Collection<Path> others) {
                throw new AssertionError("paths of a handle don't change");
            }

            @Override
            public void lookAfter(Duration delay) {
                asked.add(delay);
            }

            @Override
            public Optional<Set<Path>> touched() {
                return Optional.ofNullable(touched);
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    void look(Reason reason) {
        look.accept(reason);
    }

    /** A look after events that named these and nothing else. */
    void lookAt(Path... entries) {
        touched = Set.of(entries);
        look.accept(Reason.SETTLED);
        touched = null;
    }

    /** The delays after which another look was asked for, since the last call. */
    List<Duration> asked() {
        List<Duration> since = List.copyOf(asked);
        asked.clear();
        return since;
    }

    boolean isClosed() {
        return closed;
    }
}
