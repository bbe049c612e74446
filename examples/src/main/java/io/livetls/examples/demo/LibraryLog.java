package io.livetls.examples.demo;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Takes the logs of LiveTLS and Netty from the console: the timeline tells the same. On request the timeline shows what
 * LiveTLS logs.
 */
final class LibraryLog implements AutoCloseable {
    private final Logger library = Logger.getLogger("io.livetls");
    private final List<Logger> loggers = List.of(library, Logger.getLogger("io.netty"));
    private final Handler handler;

    LibraryLog(Timeline timeline) {
        this.handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                timeline.fact("log", entry.getLevel() + " " + entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        loggers.forEach(logger -> logger.setUseParentHandlers(false));
    }

    void show() {
        library.addHandler(handler);
    }

    @Override
    public void close() {
        library.removeHandler(handler);
        loggers.forEach(logger -> logger.setUseParentHandlers(true));
    }
}
