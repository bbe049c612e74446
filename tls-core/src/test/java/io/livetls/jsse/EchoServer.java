package io.livetls.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Accepts TLS connections on loopback and sends one byte back for one byte, until it is closed. */
final class EchoServer implements AutoCloseable {
    private final SSLServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    EchoServer(SSLContext context) throws IOException {
        this((SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    EchoServer(SSLServerSocket socket) {
        this.socket = socket;
        threads.execute(this::acceptAll);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                SSLSocket connection = (SSLSocket) socket.accept();
                threads.execute(() -> echo(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(SSLSocket connection) {
        try (connection) {
            int read = connection.getInputStream().read();
            if (read >= 0) {
                connection.getOutputStream().write(read);
                connection.getOutputStream().flush();
                // Waits for the client's end, so that closing doesn't cut off what it is still reading.
                connection.getInputStream().read();
            }
        } catch (IOException refused) {
            // The client is told by the alert; the tests look at its side.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
