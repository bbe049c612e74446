package io.livetls.watch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The events of the JDK's watch service, inotify on Linux. */
final class KernelEvents implements DirectoryEvents {
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final WatchService service;

    private KernelEvents(WatchService service) {
        this.service = service;
    }

    /** The JDK's thread behind the service keeps the class loader of whoever opens it: not that of an application. */
    static DirectoryEvents open() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(KernelEvents.class.getClassLoader());
        try {
            return new KernelEvents(FileSystems.getDefault().newWatchService());
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    @Override
    public WatchKey register(Path directory) throws IOException {
        return directory.register(service, KINDS);
    }

    @Override
    public @Nullable WatchKey next(long timeout) throws InterruptedException {
        return timeout <= 0 ? service.poll() : service.poll(timeout, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            Log.warning("Can't close the watch service: " + e.getMessage(), e);
        }
    }
}
