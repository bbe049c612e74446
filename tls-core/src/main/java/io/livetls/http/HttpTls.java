package io.livetls.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.livetls.LiveTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The JDK's HTTP client and server over a handle.
 *
 * <pre>{@code
 * HttpsServer server = HttpTls.server(tls, new InetSocketAddress(8443));
 * server.createContext("/", handler).getFilters().add(HttpTls.trustFilter(tls));
 * server.setExecutor(threads);
 * server.start();
 *
 * HttpClient client = HttpTls.client(tls, settings -> settings.connectTimeout(Duration.ofSeconds(5)));
 * }</pre>
 *
 * <p>Both show the certificate, ask for the trust and keep to the protocols and cipher suites of the handle on each new
 * connection. Clients check the server's name (RFC 9110, 4.3.4). They differ from what the JDK makes of
 * {@link LiveTls#sslContext()} only in what becomes of open connections: see {@link LiveHttpClient} and
 * {@link #trustFilter}.
 *
 * <p>Everything here is thread-safe.
 */
public final class HttpTls {
    private HttpTls() {}

    /**
     * A client with the JDK's defaults.
     *
     * @param tls what to trust, and what to show to servers that ask; closing it ends the client
     * @return a client all of whose requests go over connections of now
     * @throws IllegalStateException if the handle has no trust, or is closed
     */
    public static LiveHttpClient client(LiveTls tls) {
        return client(tls, settings -> {});
    }

    /**
     * A client.
     *
     * @param tls what to trust, and what to show to servers that ask; closing it ends the client
     * @param settings changes the JDK's defaults, such as time limits and redirects; called once
     * @return a client all of whose requests go over connections of now
     * @throws IllegalStateException if the handle has no trust, or is closed
     * @throws IllegalArgumentException if the settings set another SSLContext
     */
    public static LiveHttpClient client(LiveTls tls, Consumer<HttpClient.Builder> settings) {
        return LiveHttpClient.of(tls, settings);
    }

    /**
     * A server that isn't started, with the JDK's backlog. Give it an executor before: without one the JDK serves one
     * connection at a time, and whoever opens one and says nothing keeps all others waiting.
     *
     * @param tls what to show, and whom to let in; to be closed after the server
     * @param address where to listen
     * @return a server without contexts
     * @throws IllegalStateException if the handle has no identity
     * @throws IOException if the address can't be had
     */
    public static HttpsServer server(LiveTls tls, InetSocketAddress address) throws IOException {
        return HttpsServers.create(tls, address);
    }

    /**
     * A filter that keeps requests of peers that aren't trusted any more from the handler, for as long as their connection
     * stays open: a handshake judges by the trust of its time. Such a request is answered by {@code 403}, and its
     * connection is closed. Those of peers that are still trusted go on; so do those without a certificate, where the
     * handle lets them in.
     *
     * <p>The chain is checked once a connection, and once more after each change of trust.
     *
     * @param tls the server's handle
     * @return for all contexts of the server
     */
    public static Filter trustFilter(LiveTls tls) {
        return new TrustFilter(tls);
    }

    /**
     * Who sends a request.
     *
     * @param exchange of any server of the JDK's
     * @return the leaf that the peer proved to have the key of; empty if it showed none, or the server is one for plain HTTP
     */
    public static Optional<X509Certificate> peerCertificate(HttpExchange exchange) {
        return HttpsServers.peerCertificate(exchange);
    }
}
