package io.livetls.jsse;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** What a trust manager is asked of a chain. */
record Asked(boolean client, String authType, @Nullable AskedEngine engine, String engineName) {
    static final String ACCEPTED = "accepted";

    private static final List<String> AUTH_TYPES =
            List.of("UNKNOWN", "RSA", "ECDHE_ECDSA", "EC", "ECDHE_RSA", "DHE_DSS");
    private static final List<String> HOSTS = List.of("localhost", "api.example.org", "other.example.org", "10.0.0.1");

    static Asked any(Random random) {
        boolean client = random.nextBoolean();
        String authType = AUTH_TYPES.get(random.nextInt(AUTH_TYPES.size()));
        int kind = random.nextInt(6);
        if (kind == 0) {
            return new Asked(client, authType, null, "no engine");
        }
        String protocol = List.of("TLSv1.1", "TLSv1.2", "TLSv1.3").get(random.nextInt(3));
        List<String> algorithms =
                random.nextInt(4) == 0 ? List.of("SHA256withECDSA", "Ed25519") : AskedSession.ALGORITHMS;
        String host = HOSTS.get(random.nextInt(HOSTS.size()));
        List<String> requested = random.nextInt(3) == 0 ? List.of(HOSTS.get(random.nextInt(3))) : List.of();
        AskedSession session = new AskedSession(protocol, algorithms, host, requested, List.of());
        boolean identifies = kind <= 2;
        return new Asked(
                client,
                authType,
                identifies ? AskedEngine.identifying(session) : new AskedEngine(session),
                protocol + " " + algorithms + (identifies ? " to " + host + " asking for " + requested : ""));
    }

    /** The verdict, with the reason for a refusal. */
    String verdict(X509ExtendedTrustManager trust, X509Certificate[] chain) {
        try {
            if (client && engine == null) {
                trust.checkClientTrusted(chain, authType);
            } else if (client) {
                trust.checkClientTrusted(chain, authType, engine);
            } else if (engine == null) {
                trust.checkServerTrusted(chain, authType);
            } else {
                trust.checkServerTrusted(chain, authType, engine);
            }
            return ACCEPTED;
        } catch (CertificateException e) {
            Throwable cause = e.getCause();
            return "refused: "
                    + (cause instanceof CertPathValidatorException invalid
                            ? invalid.getReason().toString()
                            : cause == null ? e.getMessage() : cause.getClass().getSimpleName());
        }
    }

    @Override
    public String toString() {
        return (client ? "a client" : "a server") + " by " + authType + " over " + engineName;
    }
}
