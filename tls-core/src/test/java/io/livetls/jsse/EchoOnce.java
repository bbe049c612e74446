package io.livetls.jsse;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One connection that is accepted but not served: its client waits in another thread. */
final class EchoOnce implements AutoCloseable {
    private final CompletableFuture<TestClient.Call> call;
    private final Socket accepted;

    EchoOnce(ServerSocket listening, TestClient client, String protocol) throws IOException {
        call = CompletableFuture.supplyAsync(() -> {
            try {
                return client.call(listening.getLocalPort(), protocol);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        accepted = listening.accept();
    }

    Socket accepted() {
        return accepted;
    }

    /** Answers the client. */
    TestClient.Call serve() throws Exception {
        return serve(accepted);
    }

    /** Answers the client over a socket that was put over the accepted one. */
    TestClient.Call serve(Socket socket) throws Exception {
        socket.getOutputStream().write(socket.getInputStream().read());
        try {
            return call.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        accepted.close();
    }
}
