package io.livetls;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/**
 * The names of protocols and cipher suites that a TLS engine can have. A name that none has is found when a handle is built,
 * not by its first connection; whether an engine has it is for that engine to say.
 */
final class EngineNames {
    /** Of BoringSSL, which Netty brings along, and not of the JDK. */
    private static final Set<String> BORING_SSL = Set.of(
            "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_PSK_WITH_AES_128_CBC_SHA",
            "TLS_PSK_WITH_AES_256_CBC_SHA");

    private EngineNames() {}

    /** Refuses protocols that no engine has; BoringSSL has none that the JDK doesn't know. */
    static void checkProtocols(List<String> names) {
        if (!names.isEmpty()) {
            SSLEngine engine = engine();
            check(
                    "protocol",
                    names,
                    name -> accepts(() -> engine.setEnabledProtocols(new String[] {name})),
                    engine.getSupportedProtocols());
        }
    }

    /** Refuses cipher suites that no engine has. */
    static void checkCipherSuites(List<String> names) {
        if (!names.isEmpty()) {
            SSLEngine engine = engine();
            check("cipher suite", names, name -> isCipherSuite(engine, name), engine.getSupportedCipherSuites());
        }
    }

    /** Netty knows the suites of BoringSSL by both beginnings. */
    private static boolean isCipherSuite(SSLEngine engine, String name) {
        String today = name.startsWith("SSL_") ? "TLS_" + name.substring(4) : name;
        return BORING_SSL.contains(today)
                || accepts(() -> engine.setEnabledCipherSuites(new String[] {name}))
                || accepts(() -> engine.setEnabledCipherSuites(new String[] {today}));
    }

    private static void check(String kind, List<String> names, Predicate<String> known, String[] possible) {
        for (String name : names) {
            if (!known.test(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is a " + kind + " that no TLS engine here has (expected: "
                                + String.join(", ", Arrays.asList(possible)) + ")");
            }
        }
    }

    private static boolean accepts(Runnable setting) {
        try {
            setting.run();
            return true;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** With managers that are none: it would load the platform's key and trust stores without. */
    private static SSLEngine engine() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context.createSSLEngine();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform can't make a TLS context", e);
        }
    }
}
