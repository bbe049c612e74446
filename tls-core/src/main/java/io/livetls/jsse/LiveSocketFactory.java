package io.livetls.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets of the generation that is current when they shake hands, whenever the factory was handed out. */
final class LiveSocketFactory extends SSLSocketFactory {
    private final Supplier<JsseGeneration> current;
    private final TlsPolicy policy;

    LiveSocketFactory(Supplier<JsseGeneration> current, TlsPolicy policy) {
        this.current = current;
        this.policy = policy;
    }

    @Override
    public Socket createSocket() throws IOException {
        checkTrust();
        return over(new Socket(), null, null, true);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(host, new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(host, new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(null, new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(null, new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    /** Over a connection that began without TLS. A server may take it too, by switching off the client's mode. */
    @Override
    public Socket createSocket(Socket socket, @Nullable String host, int port, boolean autoClose) throws IOException {
        checkConnected(socket);
        return over(socket, host, null, autoClose);
    }

    /** The variant for servers that read ahead. */
    @Override
    public Socket createSocket(Socket socket, @Nullable InputStream consumed, boolean autoClose) throws IOException {
        checkConnected(socket);
        policy.provider().checkUnread(consumed);
        LateBoundSocket server = over(socket, null, consumed, autoClose);
        server.setUseClientMode(false);
        return server;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return current.get().server().getSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return current.get().server().getSocketFactory().getSupportedCipherSuites();
    }

    private Socket connected(@Nullable String host, InetSocketAddress peer, @Nullable InetSocketAddress local)
            throws IOException {
        checkTrust();
        LateBoundSocket socket = over(new Socket(), host, null, true);
        boolean connected = false;
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(peer);
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private LateBoundSocket over(
            Socket transport, @Nullable String host, @Nullable InputStream consumed, boolean autoClose)
            throws IOException {
        return new LateBoundSocket(current, policy, transport, host, consumed, autoClose);
    }

    /** A client of a handle without trust fails here, not when it has connected. */
    private void checkTrust() {
        current.get().client();
    }

    private static void checkConnected(Socket socket) throws SocketException {
        if (!socket.isConnected()) {
            throw new SocketException("Underlying socket is not connected");
        }
    }
}
