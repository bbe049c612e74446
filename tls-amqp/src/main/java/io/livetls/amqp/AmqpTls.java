package io.livetls.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.SocketConfigurator;
import com.rabbitmq.client.SocketConfigurators;
import com.rabbitmq.client.impl.recovery.AutorecoveringConnection;
import io.livetls.LiveTls;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Lets RabbitMQ's Java client connect with the key, the certificate and the trust of the moment: each new connection, and
 * each that automatic recovery makes, by blocking I/O, NIO or Netty.
 *
 * <pre>{@code
 * ConnectionFactory factory = new ConnectionFactory();
 * factory.setHost("rabbit.example.org");
 * AmqpTls.apply(tls, factory);
 * Connection connection = factory.newConnection();
 * }</pre>
 *
 * <p>The server's chain and name are checked. To log in by the certificate alone, set {@code DefaultSaslConfig.EXTERNAL}
 * before.
 *
 * <p>Thread-safe, as far as the factory is: the client's factories are configured by one thread.
 */
public final class AmqpTls {
    private static final Logger LOG = System.getLogger("io.livetls.amqp");

    private AmqpTls() {}

    /**
     * Makes all connections of a factory TLS of a handle, whichever I/O it uses now or is switched to later. It takes the
     * place of what {@code useSslProtocol}, {@code setSslContextFactory} and {@code netty().sslContext} said before. Call it
     * last, after {@code setSaslConfig} above all.
     *
     * <p><b>Nothing goes out in plaintext.</b> A factory that was changed afterwards so that its connections aren't TLS of
     * this handle any more, fails when it connects, before it logs in: {@code newConnection} throws an
     * {@link javax.net.ssl.SSLHandshakeException} that says so. Automatic recovery is held to the same.
     *
     * <p>Connections that the factory has made before aren't touched.
     *
     * @param tls what to trust, and what to present to servers that ask; open for as long as the factory is used
     * @param factory one that has made no connection; a copy of it is asked what I/O it uses, which opens nothing
     * @throws IllegalStateException if the handle has no trust, or no identity to log in by, or if the factory has a socket
     *     factory for plaintext or has connected by NIO or Netty before: it says what to do
     */
    public static void apply(LiveTls tls, ConnectionFactory factory) {
        checkTrust(tls);
        checkLogin(tls, factory);
        checkSocketFactory(factory);
        Attempts attempts = new Attempts();
        ClientContext context = new ClientContext(tls.sslContext(), attempts);
        applyNetty(tls, factory, attempts);
        // Without a socket factory blocking connections come from the context, too.
        factory.setSocketFactory(null);
        factory.setSocketConfigurator(onlyTls(factory.getSocketConfigurator()));
        factory.setSslContextFactory(connectionName -> context);
        factory.setSaslConfig(
                CheckedLogin.over(factory.getSaslConfig(), tls.settings().name(), attempts));
    }

    /**
     * Makes a connection that ends and recovers after trust has changed, at a moment of its own within a period. Open
     * connections go on with what they were made with; RabbitMQ doesn't end one whose client's CA was removed or whose
     * certificate has expired. A renewed certificate ends none.
     *
     * <p>It is closed by AMQP's own handshake, and automatic recovery brings it back. To the program that is as any
     * recovery: what wasn't confirmed has to be published again, what wasn't acknowledged is delivered again.
     *
     * @param tls the handle of the connection's factory
     * @param within the period; more than zero. Five minutes if in doubt
     * @param connecting such as {@code factory::newConnection}
     * @return the connection; closing it ends the following
     * @throws IOException what connecting throws
     * @throws TimeoutException what connecting throws
     * @throws IllegalArgumentException if the period is none
     * @throws IllegalStateException if the connection hasn't automatic recovery; it is closed then
     */
    public static Connection retiring(LiveTls tls, Duration within, Connecting connecting)
            throws IOException, TimeoutException {
        if (within.isZero() || within.isNegative()) {
            throw new IllegalArgumentException("within: " + within + " (expected: more than zero)");
        }
        long trustGeneration = tls.current().trustGeneration();
        Connection connection = connecting.connect();
        if (!(connection instanceof AutorecoveringConnection recovering)) {
            connection.abort();
            throw new IllegalStateException(
                    "without automatic recovery a connection that is ended doesn't come back: leave"
                            + " setAutomaticRecoveryEnabled(true), or make new connections in LiveTls.onReload");
        }
        RetiringConnection.follow(tls, recovering, within, trustGeneration);
        return connection;
    }

    /** Makes a connection, by whichever of the factory's methods. */
    @FunctionalInterface
    public interface Connecting {
        /**
         * Connects.
         *
         * @return an open connection
         * @throws IOException as the client's {@code newConnection}
         * @throws TimeoutException as the client's {@code newConnection}
         */
        Connection connect() throws IOException, TimeoutException;
    }

    private static void applyNetty(LiveTls tls, ConnectionFactory factory, Attempts attempts) {
        try {
            NettyHook hook = NettyHook.installIn(factory, tls, attempts);
            IoMode mode = IoMode.of(factory, hook);
            if (hook == null && mode != IoMode.UNKNOWN) {
                NettyHook.prepareIn(factory, mode, tls, attempts);
            }
        } catch (LinkageError withoutNetty) {
            LOG.log(Level.DEBUG, () -> tls.settings().name() + ": the client has no Netty here, " + withoutNetty);
        }
    }

    /** The client takes any socket for TLS that its socket factory gives. */
    private static SocketConfigurator onlyTls(SocketConfigurator set) {
        SocketConfigurator check = socket -> {
            if (!(socket instanceof SSLSocket)) {
                throw new SSLException("setSocketFactory(...) after AmqpTls.apply(...) makes plaintext. Remove it");
            }
        };
        return check.andThen(set == null ? SocketConfigurators.defaultConfigurator() : set);
    }

    private static void checkTrust(LiveTls tls) {
        if (tls.current().trustAnchors() == null && tls.settings().verifiesServers()) {
            throw new IllegalStateException("this handle has no trust, and a client has to check servers: add"
                    + " trust(\"/path/to/ca.crt\") for a private CA, or trustSystem() for public servers");
        }
    }

    private static void checkLogin(LiveTls tls, ConnectionFactory factory) {
        if (factory.getSaslConfig() == DefaultSaslConfig.EXTERNAL
                && tls.current().identity() == null) {
            throw new IllegalStateException(
                    "DefaultSaslConfig.EXTERNAL logs in by certificate, and this handle has none: add"
                            + " identity(Path.of(\"/path/to/tls.crt\"), Path.of(\"/path/to/tls.key\"))");
        }
    }

    private static void checkSocketFactory(ConnectionFactory factory) {
        if (factory.getSocketFactory() != null && !(factory.getSocketFactory() instanceof SSLSocketFactory)) {
            throw new IllegalStateException(
                    "setSocketFactory(" + factory.getSocketFactory().getClass().getName()
                            + ") and TLS contradict: the client uses such sockets as they are, in plaintext. Leave it out, and"
                            + " set what they are for by setSocketConfigurator(...)");
        }
    }
}
