package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.rabbitmq.client.ConnectionFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the adapter logs meanwhile. */
final class Told extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.livetls.amqp");
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());

    Told() {
        logger.addHandler(this);
    }

    /**
     * All that a program hears of a connection that doesn't come about. By Netty the client may hide the reason, which is
     * in the log then.
     */
    static String of(ConnectionFactory factory) {
        try (Told told = new Told()) {
            Throwable refusal = catchThrowable(factory::newConnection);
            assertThat(refusal).isInstanceOf(Exception.class);
            StringWriter all = new StringWriter();
            refusal.printStackTrace(new PrintWriter(all));
            return all + told.toString();
        }
    }

    @Override
    public void publish(LogRecord message) {
        messages.add(message.getMessage());
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }

    @Override
    public String toString() {
        return String.join("\n", messages);
    }
}
