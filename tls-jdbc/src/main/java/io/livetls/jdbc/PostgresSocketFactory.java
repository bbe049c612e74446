package io.livetls.jdbc;

import io.livetls.LiveTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * For pgjdbc's {@code sslfactory}, which makes one for each TLS connection. Programs let {@link JdbcTls} write the settings;
 * in a URL {@code sslfactoryarg} is the name of an open handle.
 *
 * <p>pgjdbc leaves the check of the chain to its factory whatever the mode, and checks the host's name only after the
 * handshake, when the server has seen the client's certificate. Here both happen inside the handshake, as {@link SslMode}
 * says. An {@code sslhostnameverifier} takes the place of the check of the name.
 */
public final class PostgresSocketFactory extends SSLSocketFactory {
    private final LiveTls tls;
    private final SSLSocketFactory sockets;
    private final boolean checksName;

    /**
     * What pgjdbc calls.
     *
     * @param settings of the connection
     * @throws IllegalStateException if they contradict each other, or name no open handle; it says which and what to do
     */
    public PostgresSocketFactory(Properties settings) {
        SslMode mode = PostgresSettings.mode(settings);
        HandleArgument argument = PostgresSettings.argument(settings);
        Dialect.POSTGRESQL.checkAgrees(argument, mode);
        this.tls = argument.handle();
        Dialect.POSTGRESQL.checkPromise(tls, mode);
        // As in libpq, trust that is there is used in every mode.
        this.sockets = tls.current().trustAnchors() == null ? ClientSockets.once(tls, false) : ClientSockets.live(tls);
        this.checksName =
                mode == SslMode.VERIFY_FULL && settings.getProperty(PostgresSettings.HOSTNAME_VERIFIER) == null;
    }

    /**
     * TLS over a connection that the driver made.
     *
     * @param transport the connection
     * @param host the server's name or address, as the URL has it
     * @param port the server's port
     * @param autoClose whether closing the result closes the connection
     * @return a socket that hasn't begun its handshake
     */
    @Override
    public Socket createSocket(Socket transport, String host, int port, boolean autoClose) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(transport, host, port, autoClose);
        if (checksName) {
            ClientSockets.checkName(socket);
        }
        return socket;
    }

    /**
     * Not for this: PostgreSQL begins in plaintext, or at least with a connection of the driver's.
     *
     * @throws SocketException always
     */
    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unconnected();
    }

    /**
     * Not for this.
     *
     * @throws SocketException always
     */
    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unconnected();
    }

    /**
     * Not for this.
     *
     * @throws SocketException always
     */
    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unconnected();
    }

    /**
     * Not for this.
     *
     * @throws SocketException always
     */
    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unconnected();
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    /**
     * For logs.
     *
     * @return the handle
     */
    @Override
    public String toString() {
        return "PostgresSocketFactory[" + tls + (checksName ? ", with host names]" : "]");
    }

    private static SocketException unconnected() {
        return new SocketException("this factory only makes TLS of a connection that pgjdbc made before");
    }
}
