package io.livetls.http;

import io.livetls.LiveTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that answers the requests of one connection, keeps it open, and tells when the client has closed it. */
final class OneConnection implements AutoCloseable {
    private static final int TRIES = 1200;

    private final ServerSocket listening;
    private final CountDownLatch ended = new CountDownLatch(1);

    OneConnection(LiveTls tls) throws IOException {
        listening =
                tls.sslContext().getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "one-connection");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try (Socket connection = listening.accept()) {
            StringBuilder request = new StringBuilder();
            for (int read = connection.getInputStream().read();
                    read >= 0;
                    read = connection.getInputStream().read()) {
                request.append((char) read);
                if (request.toString().endsWith("\r\n\r\n")) {
                    request.setLength(0);
                    connection.getOutputStream().write("HTTP/1.1 204 None\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    connection.getOutputStream().flush();
                }
            }
        } catch (IOException e) {
            // However it ended.
        } finally {
            ended.countDown();
        }
    }

    HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + listening.getLocalPort() + "/"))
                .build();
    }

    /** Before JDK 21 it is the collector that ends a client. */
    boolean awaitEnd() throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            if (Runtime.version().feature() < 21) {
                System.gc();
            }
            if (ended.await(100, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
