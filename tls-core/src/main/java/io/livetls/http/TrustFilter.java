package io.livetls.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.livetls.LiveTls;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;

/** See {@link HttpTls#trustFilter}. What is known of a connection is kept in its session, and so goes with it. */
final class TrustFilter extends Filter {
    private static final Logger LOG = System.getLogger("io.livetls.http");
    private static final int FORBIDDEN = 403;

    private final LiveTls tls;

    /** Another handle's filter has another one: it would judge by other trust. */
    private final String key;

    TrustFilter(LiveTls tls) {
        this.tls = tls;
        this.key = "io.livetls.http.trust@" + System.identityHashCode(tls);
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        if (exchange instanceof HttpsExchange https && !isTrusted(https.getSSLSession())) {
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(FORBIDDEN, -1);
            exchange.close();
            return;
        }
        chain.doFilter(exchange);
    }

    private boolean isTrusted(SSLSession session) {
        // Before the check: what is trusted by newer trust than this is looked at once more, which does no harm.
        Long trust = tls.current().trustGeneration();
        if (trust.equals(session.getValue(key))) {
            return true;
        }
        List<X509Certificate> chain = HttpsServers.chain(session);
        try {
            if (!chain.isEmpty()) {
                String keyAlgorithm = chain.get(0).getPublicKey().getAlgorithm();
                tls.trustManager().checkClientTrusted(chain.toArray(X509Certificate[]::new), keyAlgorithm);
            }
        } catch (CertificateException e) {
            LOG.log(
                    Level.INFO,
                    () -> tls.settings().name() + ": a request on an open connection is refused: " + e.getMessage());
            return false;
        }
        session.putValue(key, trust);
        return true;
    }

    @Override
    public String description() {
        return "refuses peers that aren't trusted any more";
    }
}
