package io.livetls.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.livetls.LiveTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What is to be done to the JDK's server. */
final class HttpsServers {
    private HttpsServers() {}

    static HttpsServer create(LiveTls tls, InetSocketAddress address) throws IOException {
        if (tls.current().identity() == null) {
            throw new IllegalStateException("this handle has no identity, and a server has to present one: add"
                    + " identity(Path.of(\"/path/to/tls.crt\"), Path.of(\"/path/to/tls.key\"))");
        }
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.sslContext()));
        return server;
    }

    static Optional<X509Certificate> peerCertificate(HttpExchange exchange) {
        return exchange instanceof HttpsExchange https
                ? chain(https.getSSLSession()).stream().findFirst()
                : Optional.empty();
    }

    /** What the peer showed, its leaf first; empty if nothing. */
    static List<X509Certificate> chain(SSLSession session) {
        try {
            return List.of(session.getPeerCertificates()).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }
}
