package io.livetls.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsExchange;
import io.livetls.LiveTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;

/** A server of the JDK that answers with what it knows of the connection. */
final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** A request to {@code /slow} has arrived, and may be answered. */
    final CountDownLatch arrived = new CountDownLatch(1);

    final CountDownLatch mayAnswer = new CountDownLatch(1);

    TestServer(LiveTls tls, Filter... filters) throws IOException {
        this(HttpTls.server(tls, loopback()), filters);
    }

    TestServer(HttpServer server, Filter... filters) {
        this.server = server;
        server.setExecutor(threads);
        HttpContext context = server.createContext("/", this::answer);
        for (Filter filter : filters) {
            context.getFilters().add(filter);
        }
        server.start();
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** What the server knows of who asked. */
    record Seen(int port, String peer, String protocol, String cipherSuite, String serverName) {}

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/slow")) {
            arrived.countDown();
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        exchange.getRequestBody().readAllBytes();
        String peer = HttpTls.peerCertificate(exchange)
                .map(X509Certificate::getSerialNumber)
                .map(Object::toString)
                .orElse("nobody");
        String tls = "plain,plain,";
        if (exchange instanceof HttpsExchange https) {
            ExtendedSSLSession session = (ExtendedSSLSession) https.getSSLSession();
            tls = session.getProtocol() + "," + session.getCipherSuite() + ","
                    + session.getRequestedServerNames().stream()
                            .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                            .findFirst()
                            .orElse("");
        }
        byte[] body =
                (exchange.getRemoteAddress().getPort() + "," + peer + "," + tls).getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + path);
    }

    Seen get(HttpClient client) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request("/"), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        return seen(response);
    }

    HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri("https", path)).build();
    }

    static Seen seen(HttpResponse<String> response) {
        String[] parts = response.body().split(",", -1);
        return new Seen(Integer.parseInt(parts[0]), parts[1], parts[2], parts[3], parts[4]);
    }

    @Override
    public void close() {
        mayAnswer.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
