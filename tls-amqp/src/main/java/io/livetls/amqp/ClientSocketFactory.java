package io.livetls.amqp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Live sockets that check the server's name by themselves, and are noted. */
final class ClientSocketFactory extends SSLSocketFactory {
    private final SSLSocketFactory live;
    private final Attempts attempts;

    ClientSocketFactory(SSLSocketFactory live, Attempts attempts) {
        this.live = live;
        this.attempts = attempts;
    }

    @Override
    public Socket createSocket() throws IOException {
        return noted(live.createSocket());
    }

    @Override
    public Socket createSocket(Socket transport, String host, int port, boolean autoClose) throws IOException {
        return noted(live.createSocket(transport, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return noted(live.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return noted(live.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return noted(live.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return noted(live.createSocket(host, port, localHost, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return live.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return live.getSupportedCipherSuites();
    }

    private Socket noted(Socket made) {
        SSLSocket socket = (SSLSocket) made;
        socket.setSSLParameters(ClientContext.withHostCheck(socket.getSSLParameters()));
        attempts.begun(() -> socket.isConnected() && !socket.isClosed());
        return socket;
    }
}
