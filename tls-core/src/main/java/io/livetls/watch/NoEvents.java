package io.livetls.watch;

import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands in where the kernel gives no events: only time passes. */
final class NoEvents implements DirectoryEvents {
    @Override
    public @Nullable WatchKey register(Path directory) {
        return null;
    }

    @Override
    public @Nullable WatchKey next(long timeout) throws InterruptedException {
        if (timeout > 0) {
            TimeUnit.NANOSECONDS.sleep(timeout);
        }
        return null;
    }

    @Override
    public void close() {}

    @Override
    public boolean available() {
        return false;
    }
}
