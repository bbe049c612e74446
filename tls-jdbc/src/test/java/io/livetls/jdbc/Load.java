package io.livetls.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Callers that take a connection of a pool, ask a question and give it back, until they are told to stop. */
final class Load implements AutoCloseable {
    private final DataSource pool;
    private final String query;
    private final List<Thread> callers = new ArrayList<>();
    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private volatile boolean stopped;

    Load(DataSource pool, String query, int callers) {
        this.pool = pool;
        this.query = query;
        for (int i = 0; i < callers; i++) {
            Thread thread = new Thread(this::call, "caller-" + i);
            thread.setDaemon(true);
            thread.start();
            this.callers.add(thread);
        }
    }

    private void call() {
        while (!stopped) {
            try (Connection connection = pool.getConnection()) {
                PostgresServer.Queries.ask(connection, query);
                answers.incrementAndGet();
            } catch (SQLException e) {
                failures.add(e);
            }
        }
    }

    long answers() {
        return answers.get();
    }

    Queue<SQLException> failures() {
        return failures;
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread each : callers) {
            try {
                each.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
