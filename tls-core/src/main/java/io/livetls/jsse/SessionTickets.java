package io.livetls.jsse;

import java.lang.reflect.Method;
import java.security.Provider;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * Conscrypt's session tickets (RFC 5077; RFC 8446, 4.6.1). They are off unless it is told for each connection, and then nobody
 * can resume with a server by TLS 1.3. Each of its contexts has ticket keys of its own, so tickets end with trust as all
 * sessions do.
 */
final class SessionTickets {
    private final Method ofEngine;
    private final Method ofSocket;

    private SessionTickets(Method ofEngine, Method ofSocket) {
        this.ofEngine = ofEngine;
        this.ofSocket = ofSocket;
    }

    static boolean areOfConscrypt(Provider provider) {
        return provider.getClass().getName().startsWith("org.conscrypt.");
    }

    /** By name, so that nothing here needs Conscrypt. */
    static SessionTickets of(Provider conscrypt) {
        try {
            Class<?> face = Class.forName(
                    "org.conscrypt.Conscrypt", true, conscrypt.getClass().getClassLoader());
            String name = "setUseSessionTickets";
            return new SessionTickets(
                    face.getMethod(name, SSLEngine.class, boolean.class),
                    face.getMethod(name, SSLSocket.class, boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "this version of Conscrypt can't be told to use session tickets. Take 2.6 or later", e);
        }
    }

    void enable(SSLEngine engine) {
        invoke(ofEngine, engine);
    }

    void enable(SSLSocket socket) {
        invoke(ofSocket, socket);
    }

    private static void invoke(Method method, Object connection) {
        try {
            method.invoke(null, connection, true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Conscrypt doesn't switch session tickets on", e);
        }
    }
}
