package io.livetls.soak;

import io.livetls.LiveTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Sockets of the live {@code SSLContext}, one thread for each connection. */
final class JsseEcho implements EchoServer {
    private static final int BACKLOG = 200;

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private JsseEcho(ServerSocket listener) {
        this.listener = listener;
    }

    static JsseEcho start(LiveTls tls) throws IOException {
        JsseEcho server = new JsseEcho(tls.sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        server.threads.execute(server::acceptAll);
        return server;
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket accepted = listener.accept();
                open.add(accepted);
                threads.execute(() -> echo(accepted));
                if (listener.isClosed()) {
                    accepted.close();
                }
            } catch (IOException | RejectedExecutionException e) {
                // Closed, or a client that was gone at once; the loop's condition tells which.
            }
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (int read = in.read(); read >= 0; read = in.read()) {
                out.write(read);
            }
        } catch (IOException e) {
            // The client is told by an alert, and it is the clients that are looked at.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
            threads.shutdown();
            if (!threads.awaitTermination(Wait.GUARD.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("connections don't end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
