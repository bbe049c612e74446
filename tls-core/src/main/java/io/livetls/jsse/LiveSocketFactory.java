package io.livetls.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets of the generation that is current when they are made, whenever the factory was handed out. */
final class LiveSocketFactory extends SSLSocketFactory {
    private final Supplier<JsseGeneration> current;
    private final TlsPolicy policy;

    LiveSocketFactory(Supplier<JsseGeneration> current, TlsPolicy policy) {
        this.current = current;
        this.policy = policy;
    }

    @Override
    public Socket createSocket() throws IOException {
        return configured(client().createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return configured(client().createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return configured(client().createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return configured(client().createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return configured(client().createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(Socket socket, @Nullable String host, int port, boolean autoClose) throws IOException {
        return configured(client().createSocket(socket, host, port, autoClose));
    }

    /** The variant for servers that read ahead: JSSE puts the socket into server mode. */
    @Override
    public Socket createSocket(Socket socket, @Nullable InputStream consumed, boolean autoClose) throws IOException {
        return configured(current.get().server().getSocketFactory().createSocket(socket, consumed, autoClose));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return current.get().server().getSocketFactory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return current.get().server().getSocketFactory().getSupportedCipherSuites();
    }

    private SSLSocketFactory client() {
        return current.get().client().getSocketFactory();
    }

    private Socket configured(Socket socket) {
        if (socket instanceof SSLSocket ssl) {
            SSLParameters parameters = ssl.getSSLParameters();
            policy.apply(parameters);
            ssl.setSSLParameters(parameters);
        }
        return socket;
    }
}
