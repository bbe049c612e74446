package io.livetls.http;

import com.sun.net.httpserver.HttpServer;
import io.livetls.LiveTls;
import io.livetls.config.ChannelSettings;
import io.livetls.config.ConfigurationException;
import io.livetls.config.Setting;
import io.livetls.config.Variable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP endpoint of a service as the variables of a channel describe it: HTTPS with a live certificate, or plain HTTP
 * where a variable says so, and only then. A key that is missing is an error here, not a reason to do without TLS.
 *
 * <pre>{@code
 * try (HttpEndpoint api = HttpEndpoint.of(TlsEnvironment.ofProcess().channel("api"))) {
 *     HttpServer server = api.newServer(new InetSocketAddress(8443));
 *     ...
 *     server.stop(1);
 * }
 * }</pre>
 *
 * <p>Close it after its servers. Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.livetls.http");

    private final ChannelSettings channel;
    private final @Nullable LiveTls handle;

    private HttpEndpoint(ChannelSettings channel, @Nullable LiveTls handle) {
        this.channel = channel;
        this.handle = handle;
    }

    /**
     * The endpoint of a channel.
     *
     * @param channel such as {@code TlsEnvironment.ofProcess().channel("monitoring")}
     * @return an endpoint with an open handle, or one for plain HTTP if {@code ENABLED} of the channel or the service is
     *     false
     * @throws ConfigurationException if there is no private key and TLS isn't switched off, or a variable can't be meant
     * @throws io.livetls.material.MaterialException if a file can't be read or proven
     */
    public static HttpEndpoint of(ChannelSettings channel) {
        Optional<Setting> enabled = channel.get(Variable.ENABLED);
        if (!channel.isEnabled()) {
            Setting off = enabled.orElseThrow(() -> noKey(channel, Variable.ENABLED.nameFor(channel.channel())));
            LOG.log(Level.INFO, () -> channel + ": plain HTTP, as " + off.source() + " says");
            return new HttpEndpoint(channel, null);
        }
        LiveTls handle = LiveTls.builder(channel).build();
        if (handle.current().identity() == null) {
            handle.close();
            throw noKey(channel, enabled.map(Setting::source).orElse(Variable.ENABLED.nameFor(channel.channel())));
        }
        return new HttpEndpoint(channel, handle);
    }

    private static ConfigurationException noKey(ChannelSettings channel, String variable) {
        return new ConfigurationException(
                variable,
                "a server needs a private key, and there is none",
                "Set " + Variable.SECRET_DIR.nameFor(channel.channel()) + " or "
                        + Variable.PRIVATE_KEY_PATH.nameFor(channel.channel()) + "; if plain HTTP is meant, set "
                        + Variable.ENABLED.nameFor(channel.channel()) + "=false");
    }

    /**
     * Makes a server that isn't started, with the JDK's backlog. Give it an executor before, see {@link HttpTls#server}.
     *
     * @param address where to listen
     * @return an {@code HttpsServer}, or a server for plain HTTP if {@link #handle} is empty
     * @throws IOException if the address can't be had
     */
    public HttpServer newServer(InetSocketAddress address) throws IOException {
        return handle == null ? HttpServer.create(address, 0) : HttpTls.server(handle, address);
    }

    /**
     * The handle, for {@link HttpTls#trustFilter} and for health checks.
     *
     * @return empty where TLS is switched off
     */
    public Optional<LiveTls> handle() {
        return Optional.ofNullable(handle);
    }

    /**
     * What a URI of this endpoint begins with.
     *
     * @return {@code https} or {@code http}
     */
    public String scheme() {
        return handle == null ? "http" : "https";
    }

    /** Closes the handle. */
    @Override
    public void close() {
        if (handle != null) {
            handle.close();
        }
    }

    /**
     * For logs.
     *
     * @return the channel's settings and their variables, without secrets
     */
    @Override
    public String toString() {
        return "HttpEndpoint[" + scheme() + ", " + channel + "]";
    }
}
