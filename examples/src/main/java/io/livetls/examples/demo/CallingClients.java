package io.livetls.examples.demo;

import io.livetls.LiveTls;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients that keep calling, at a pace that leaves a small machine some air. All follow one volume, as replicas do. */
final class CallingClients implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final CallLog log = new CallLog();
    private final int count;
    private final ScheduledExecutorService threads;

    CallingClients(int count, LiveTls tls, int port) {
        this.count = count;
        this.threads = Executors.newScheduledThreadPool(count, task -> {
            Thread thread = new Thread(task, "demo-client");
            thread.setDaemon(true);
            return thread;
        });
        for (int number = 0; number < count; number++) {
            Caller caller = number < fresh()
                    ? Caller.fresh(number, tls.sslContext(), port)
                    : Caller.resuming(number, tls.sslContext(), port);
            // A client that dies of a bug is found by awaitCalls, which waits for every one.
            var unused = threads.scheduleWithFixedDelay(
                    () -> log.add(caller.call()), number * PAUSE_MILLIS / count, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** How many never resume; the others do. */
    int fresh() {
        return Math.max(1, count * 2 / 5);
    }

    int resuming() {
        return count - fresh();
    }

    CallLog log() {
        return log;
    }

    /** Waits until each client has made so many calls that were all begun after now. */
    void awaitCalls(int each) throws TimeoutException, InterruptedException {
        long now = System.nanoTime();
        Await.until(each + " calls of each client", () -> {
            int[] made = new int[count];
            log.begunAfter(now).forEach(call -> made[call.client()]++);
            for (int calls : made) {
                if (calls < each) {
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
