package io.livetls.jsse;

import java.net.Socket;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a peer is judged on, as the JDK's trust manager looks at it.
 *
 * @param exists whether there is one: a chain may be judged without
 * @param session of the handshake; null if no handshake is under way
 * @param parameters of the engine or socket; null if there is none
 */
record Connection(
        boolean exists,
        @Nullable SSLSession session,
        @Nullable SSLParameters parameters) {
    static final Connection NONE = new Connection(false, null, null);

    static Connection of(@Nullable SSLEngine engine) {
        return engine == null ? NONE : new Connection(true, engine.getHandshakeSession(), engine.getSSLParameters());
    }

    /** Sockets that aren't TLS, or aren't connected, say nothing to the JDK. */
    static Connection of(@Nullable Socket socket) {
        return socket instanceof SSLSocket tls && tls.isConnected()
                ? new Connection(true, tls.getHandshakeSession(), tls.getSSLParameters())
                : NONE;
    }
}
