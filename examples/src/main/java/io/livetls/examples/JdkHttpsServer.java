package io.livetls.examples;

import com.sun.net.httpserver.HttpsServer;
import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.http.HttpTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The JDK's HTTPS server, for clients with a trusted certificate. */
public final class JdkHttpsServer {
    private JdkHttpsServer() {}

    /**
     * Serves until it is stopped.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, and a port
     * @throws Exception if the port can't be had
     */
    public static void main(String[] args) throws Exception {
        try (LiveTls tls = LiveTls.builder()
                .secretDirectory(Path.of(args[0]))
                .clientAuth(ClientAuth.REQUIRE)
                .build()) {
            serve(tls, Integer.parseInt(args[1])).start();
            new CountDownLatch(1).await();
        }
    }

    static HttpsServer serve(LiveTls tls, int port) throws IOException {
        HttpsServer server = HttpTls.server(tls, new InetSocketAddress(port)); // once; it follows the files
        server.createContext("/", exchange -> {
            byte[] answer = "hello\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        return server;
    }
}
