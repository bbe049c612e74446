package io.livetls;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what the library logs, as a log would show it, instead of printing it. */
public final class RecordedLog extends Handler implements AutoCloseable {
    private static final Formatter FORMAT = new SimpleFormatter();

    // Held on to: the log manager itself doesn't.
    private final Logger logger = Logger.getLogger("io.livetls");
    private final List<String> messages = new ArrayList<>();

    /** Begins. */
    public RecordedLog() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** So far: "LEVEL message". */
    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        messages.add(entry.getLevel() + " " + FORMAT.formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
