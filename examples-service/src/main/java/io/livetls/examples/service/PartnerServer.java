package io.livetls.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.livetls.LiveTls;
import io.livetls.http.HttpTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody else's API, with TLS and without. It answers with the serial number of the caller's certificate. */
final class PartnerServer implements AutoCloseable {
    /** The answer to callers without a certificate. */
    static final String ANONYMOUS = "anonymous";

    private static final int OK = 200;

    private final HttpsServer https;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    PartnerServer(LiveTls tls) throws IOException {
        https = HttpTls.server(tls, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (HttpServer server : new HttpServer[] {https, http}) {
            server.setExecutor(threads);
            server.createContext("/", PartnerServer::answer);
            server.start();
        }
    }

    String https() {
        return "localhost:" + https.getAddress().getPort();
    }

    String http() {
        return "localhost:" + http.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = caller(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(OK, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String caller(HttpExchange exchange) {
        return HttpTls.peerCertificate(exchange)
                .map(certificate -> certificate.getSerialNumber().toString(16))
                .orElse(ANONYMOUS);
    }

    @Override
    public void close() {
        https.stop(0);
        http.stop(0);
        threads.shutdownNow();
    }
}
