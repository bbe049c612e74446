package io.livetls.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what the library logs, instead of printing it. */
final class RecordedLog extends Handler implements AutoCloseable {
    // Held on to: the log manager itself doesn't.
    private final Logger logger = Logger.getLogger("io.livetls");
    private final List<String> messages = new ArrayList<>();

    RecordedLog() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        messages.add(entry.getLevel() + " " + entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
