package io.livetls.jdbc;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.exceptions.WrongArgumentException;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.StandardSocketFactory;
import io.livetls.LiveTls;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * For the {@code socketFactory} of MySQL Connector/J, which makes one for each connection. Programs let {@link JdbcTls} write
 * the settings; in a URL {@code livetls} is the name of an open handle.
 *
 * <p>The driver's own factory reads key stores for each connection, and compares the host's name only after the handshake,
 * when the server has seen the client's certificate. Here the chain is checked for {@code VERIFY_CA}, chain and name for
 * {@code VERIFY_IDENTITY}, and both inside the handshake. Protocols and cipher suites are the handle's. A setting of the
 * driver's own TLS beside this factory is an error at the first connection.
 */
public class MysqlSocketFactory extends StandardSocketFactory {
    private @Nullable LiveTls tls;
    private SslMode mode = SslMode.DISABLE;

    /** What the driver calls. */
    public MysqlSocketFactory() {}

    /**
     * Reads the settings and connects.
     *
     * @param hostname the server's name or address
     * @param portNumber the server's port
     * @param settings of the connection
     * @param loginTimeout in milliseconds
     * @param <T> what the driver takes it for
     * @return the connection, in plaintext
     * @throws IOException if the server isn't reached
     * @throws WrongArgumentException if the settings contradict each other, or name no open handle; it says which and what
     *     to do. The driver makes an {@code SQLException} of it
     */
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // The driver's interface wants it so.
    public <T extends Closeable> T connect(
            String hostname, int portNumber, @Nullable PropertySet settings, int loginTimeout) throws IOException {
        if (settings != null) {
            read(settings);
        }
        return super.connect(hostname, portNumber, settings, loginTimeout);
    }

    private void read(PropertySet settings) {
        try {
            mode = MysqlSettings.mode(settings);
            HandleArgument argument = MysqlSettings.argument(settings);
            Dialect.MYSQL.checkAgrees(argument, mode);
            if (mode != SslMode.DISABLE) {
                tls = argument.handle();
                Dialect.MYSQL.checkPromise(tls, mode);
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new WrongArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The handshake, once the server said that it has TLS.
     *
     * @param connection of the driver
     * @param session of the driver
     * @param log of the driver
     * @param <T> what the driver takes it for
     * @return the connection, with TLS
     * @throws IOException if the handshake fails
     */
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The driver's interface wants it so.
    public <T extends Closeable> T performTlsHandshake(
            SocketConnection connection, @Nullable ServerSession session, @Nullable Log log) throws IOException {
        SSLSocket socket = ClientSockets.over(rawSocket, host, port, Objects.requireNonNull(tls), mode);
        socket.startHandshake();
        sslSocket = socket;
        return (T) socket;
    }

    /**
     * For logs.
     *
     * @return the handle and the mode
     */
    @Override
    public String toString() {
        return "MysqlSocketFactory[" + tls + ", " + mode + "]";
    }
}
