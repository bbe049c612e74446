package io.livetls.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Supplier;
import javax.net.ssl.SSLServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** Server sockets that accept each connection under the generation that is current then. */
final class LiveServerSocketFactory extends SSLServerSocketFactory {
    private final Supplier<JsseGeneration> current;
    private final TlsPolicy policy;

    LiveServerSocketFactory(Supplier<JsseGeneration> current, TlsPolicy policy) {
        this.current = current;
        this.policy = policy;
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new LiveServerSocket(current, policy);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return new LiveServerSocket(current, policy, port, 0, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return new LiveServerSocket(current, policy, port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) throws IOException {
        return new LiveServerSocket(current, policy, port, backlog, address);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return current.get().server().getServerSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return current.get().server().getServerSocketFactory().getSupportedCipherSuites();
    }
}
