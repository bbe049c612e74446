package io.livetls.jdbc;

import io.livetls.LiveTls;
import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/**
 * For {@code tlsSocketType=livetls} of MariaDB Connector/J 3.5 and 4.0, which make one for each TLS connection. Programs let
 * {@link JdbcTls} write the settings; in a URL {@code livetls} is the name of an open handle.
 *
 * <p>The chain is checked for {@code verify-ca}, chain and name for {@code verify-full}, and both inside the handshake; 3.5
 * by itself compares names only after it. A server whose chain doesn't pass is refused, also where the driver by itself would
 * let the password vouch for it. Protocols and cipher suites are the handle's. A setting of the driver's own TLS beside this
 * plugin is an error at the first connection.
 *
 * <p>The driver finds the plugin as a service, which is declared for the class path. An application that is itself a module
 * declares a class of its own that extends this one: a module can't offer a service whose driver may be missing.
 */
public class MariadbTlsSocketPlugin implements TlsSocketPlugin {
    private final AtomicReference<@Nullable Target> target = new AtomicReference<>();

    /** The connection that this plugin is for. */
    private record Target(
            LiveTls tls, SslMode mode, @Nullable String host) {}

    /** What the driver calls. */
    public MariadbTlsSocketPlugin() {}

    /**
     * The name that the driver finds this by.
     *
     * @return {@code livetls}
     */
    @Override
    public String type() {
        return Dialect.MARIADB_TYPE;
    }

    /**
     * Reads the settings. It is the first that the driver asks for, and the only one that it tells the host.
     *
     * @param settings of the connection
     * @param exceptions of the driver
     * @param address of the server
     * @return for the driver's context, which isn't used
     * @throws SQLException if the settings contradict each other, or name no open handle; it says which and what to do
     */
    @Override
    public TrustManager[] getTrustManager(Configuration settings, ExceptionFactory exceptions, HostAddress address)
            throws SQLException {
        Target found;
        try {
            found = read(settings, address);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), "08000", e);
        }
        if (!target.compareAndSet(null, found)) {
            // Else one connection would be checked for the host of another.
            throw new SQLException(
                    "this version of MariaDB Connector/J uses a plugin for several connections, and isn't"
                            + " supported: use 3.5 or 4.0",
                    "08000");
        }
        return new TrustManager[] {found.mode().promisesChain() ? found.tls().trustManager() : UncheckedServers.INSTANCE
        };
    }

    private static Target read(Configuration settings, HostAddress address) {
        SslMode mode = MariadbSettings.mode(settings, address);
        HandleArgument argument = MariadbSettings.argument(settings);
        Dialect.MARIADB.checkAgrees(argument, mode);
        String host = withoutFinalDot(address.host);
        if (mode == SslMode.VERIFY_FULL && host == null) {
            throw new IllegalStateException(
                    "sslMode=verify-full needs a host name, and there is none for a pipe or a local"
                            + " socket: say verify-ca");
        }
        LiveTls tls = argument.handle();
        Dialect.MARIADB.checkPromise(tls, mode);
        return new Target(tls, mode, host);
    }

    /** Certificates have none, and the driver drops it too. */
    private static @Nullable String withoutFinalDot(@Nullable String host) {
        return host != null && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /**
     * For the driver's context, which isn't used.
     *
     * @param settings of the connection
     * @param exceptions of the driver
     * @return none
     */
    @Override
    public KeyManager[] getKeyManager(Configuration settings, ExceptionFactory exceptions) {
        return new KeyManager[0];
    }

    /**
     * TLS over a connection that the driver made; 3.5 calls this.
     *
     * @param transport the connection
     * @param unused of the driver's context
     * @return a socket that hasn't begun its handshake
     * @throws IOException if the connection is closed
     */
    @Override
    public SSLSocket createSocket(Socket transport, SSLSocketFactory unused) throws IOException {
        Target to = target.get();
        if (to == null) {
            throw new SSLException("the driver didn't say what to connect to");
        }
        SSLSocket socket = ClientSockets.over(transport, to.host(), transport.getPort(), to.tls(), to.mode());
        // 4.0 enables TLS 1.2 and 1.3 on what it is given.
        ClientSockets.holdToProtocols(socket);
        return socket;
    }

    /**
     * TLS over a connection that the driver made; 4.0 calls this.
     *
     * @param transport the connection
     * @param unused of the driver's context
     * @param host the server's name or address
     * @return a socket that hasn't begun its handshake
     * @throws IOException if the connection is closed
     */
    public SSLSocket createSocket(Socket transport, SSLSocketFactory unused, @Nullable String host) throws IOException {
        return createSocket(transport, unused);
    }

    /**
     * What 3.5 calls after the handshake of {@code verify-full}. The name was checked inside it, so this makes sure that the
     * session is one of such a handshake.
     *
     * @param host the server's name or address
     * @param session of the socket
     * @param serverThread of the server
     * @throws SSLException if it isn't
     */
    @Override
    public void verify(String host, SSLSession session, long serverThread) throws SSLException {
        Target to = target.get();
        if (to == null
                || to.mode() != SslMode.VERIFY_FULL
                || !Objects.equals(withoutFinalDot(host), session.getPeerHost())) {
            throw new SSLPeerUnverifiedException("the handshake didn't check the name " + host);
        }
    }
}
