package io.livetls.jsse;

import java.lang.reflect.Method;
import java.security.Provider;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Session tickets (RFC 5077; RFC 8446, 4.6.1), which Conscrypt leaves off unless it is told for each connection: with TLS 1.3
 * nobody could resume with its servers. Each of its contexts has ticket keys of its own, so they end with the trust as its
 * sessions do.
 */
final class SessionTickets {
    /** Of providers that need no telling. */
    static final SessionTickets AS_THEY_ARE = new SessionTickets(null, null);

    private final @Nullable Method ofEngine;
    private final @Nullable Method ofSocket;

    private SessionTickets(@Nullable Method ofEngine, @Nullable Method ofSocket) {
        this.ofEngine = ofEngine;
        this.ofSocket = ofSocket;
    }

    /** By name, so that Conscrypt isn't needed to compile or to run this. */
    static SessionTickets of(Provider provider) {
        if (!provider.getClass().getName().startsWith("org.conscrypt.")) {
            return AS_THEY_ARE;
        }
        try {
            Class<?> conscrypt = Class.forName(
                    "org.conscrypt.Conscrypt", true, provider.getClass().getClassLoader());
            String name = "setUseSessionTickets";
            return new SessionTickets(
                    conscrypt.getMethod(name, SSLEngine.class, boolean.class),
                    conscrypt.getMethod(name, SSLSocket.class, boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "this version of Conscrypt isn't known: it can't be told to use session tickets. Take 2.6.1", e);
        }
    }

    void enable(SSLEngine engine) {
        invoke(ofEngine, engine);
    }

    void enable(SSLSocket socket) {
        invoke(ofSocket, socket);
    }

    private static void invoke(@Nullable Method method, Object target) {
        if (method == null) {
            return;
        }
        try {
            method.invoke(null, target, true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Conscrypt doesn't switch session tickets on", e);
        }
    }
}
