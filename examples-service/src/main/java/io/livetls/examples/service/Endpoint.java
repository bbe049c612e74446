package io.livetls.examples.service;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.livetls.LiveTls;
import io.livetls.config.TlsEnvironment;
import io.livetls.http.HttpEndpoint;
import io.livetls.http.HttpTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the service serves: HTTPS, or HTTP where its channel is switched off. */
final class Endpoint implements Wire {
    private static final int OK = 200;
    private static final int FAILED = 500;

    private final String channel;
    private final HttpEndpoint endpoint;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Answers a path with a text. */
    interface Answer {
        String to(String path) throws Exception;
    }

    Endpoint(String channel, TlsEnvironment environment, Answer answer) throws IOException {
        this.channel = channel;
        this.endpoint = HttpEndpoint.of(environment.channel(channel));
        this.server = endpoint.newServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setExecutor(threads);
        HttpContext context = server.createContext("/", handler(answer));
        // Who is connected already, and isn't trusted any more, is refused too.
        endpoint.handle().ifPresent(tls -> context.getFilters().add(HttpTls.trustFilter(tls)));
        server.start();
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public Optional<LiveTls> tls() {
        return endpoint.handle();
    }

    String url() {
        return endpoint.scheme() + "://localhost:" + server.getAddress().getPort();
    }

    private static HttpHandler handler(Answer answer) {
        return exchange -> {
            try (exchange) {
                respond(exchange, answer);
            }
        };
    }

    private static void respond(HttpExchange exchange, Answer answer) throws IOException {
        int status = OK;
        String text;
        try {
            text = answer.to(exchange.getRequestURI().getPath());
        } catch (Exception e) {
            status = FAILED;
            text = e.toString();
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        endpoint.close();
    }
}
