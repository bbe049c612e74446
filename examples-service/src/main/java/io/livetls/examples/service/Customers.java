package io.livetls.examples.service;

import io.livetls.LiveTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicLong;

/** They order all the time: some stay connected, some come anew. */
final class Customers implements AutoCloseable {
    private static final int OK = 200;
    private static final int ORDERS_OF_A_VISIT = 10;

    private final LiveTls tls;
    private final URI api;
    private final AtomicLong placed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread loyal = new Thread(() -> order(Integer.MAX_VALUE), "customer who stays");
    private final Thread others = new Thread(() -> order(ORDERS_OF_A_VISIT), "customers who come and go");
    private volatile boolean stop;
    private volatile String lastFailure = "";

    Customers(LiveTls tls, String api) {
        this.tls = tls;
        this.api = URI.create(api + "/orders");
        loyal.start();
        others.start();
    }

    private void order(int ofAVisit) {
        while (!stop) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(tls.sslContext()).build();
            for (int i = 0; i < ofAVisit && !stop; i++) {
                try {
                    HttpResponse<String> answer =
                            client.send(HttpRequest.newBuilder(api).build(), BodyHandlers.ofString());
                    note(answer.statusCode() == OK ? "" : answer.body());
                } catch (IOException e) {
                    note(e.toString());
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    /** One question, with a connection of its own. */
    static String ask(LiveTls tls, String url) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(tls.sslContext())
                .build()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private void note(String failure) {
        if (failure.isEmpty()) {
            placed.incrementAndGet();
        } else {
            failed.incrementAndGet();
            lastFailure = failure;
        }
    }

    long placed() {
        return placed.get();
    }

    long failed() {
        return failed.get();
    }

    /** The last one, or nothing. */
    String lastFailure() {
        return lastFailure;
    }

    /** Waits for orders that were begun from now on. */
    void awaitMore(int count) throws InterruptedException {
        long enough = placed.get() + failed.get() + count;
        while (placed.get() + failed.get() < enough) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        stop = true;
        try {
            loyal.join();
            others.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
