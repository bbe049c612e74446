package io.livetls.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose TLS a handle speaks through JSSE, and what differs between them. Thread-safe. */
public final class JsseProvider {
    /** The first one that the platform has. */
    public static final JsseProvider PLATFORM = new JsseProvider(null);

    private final @Nullable Provider provider;
    private final SessionTickets tickets;

    private JsseProvider(@Nullable Provider provider) {
        this.provider = provider;
        this.tickets = provider == null ? SessionTickets.AS_THEY_ARE : SessionTickets.of(provider);
    }

    /**
     * A chosen one.
     *
     * @param provider registered or not
     * @return what it does
     * @throws IllegalArgumentException if it has no TLS
     */
    public static JsseProvider of(Provider provider) {
        if (provider.getService("SSLContext", "TLS") == null) {
            throw new IllegalArgumentException(provider.getName()
                    + " is no JSSE provider: it has no SSLContext for TLS. Give one that has, such as"
                    + " Conscrypt.newProvider()");
        }
        return new JsseProvider(provider);
    }

    /** A new context, without sessions. */
    SSLContext newContext(KeyManager keys, TrustManager trust) {
        try {
            SSLContext context =
                    provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException(this + " can't make a TLS context", e);
        }
    }

    /** Right before its handshake. */
    SSLEngine ready(SSLEngine engine) {
        tickets.enable(engine);
        return engine;
    }

    /** As for engines. */
    SSLSocket ready(SSLSocket socket) {
        tickets.enable(socket);
        return socket;
    }

    /** A server's socket over a connection, of which something may have been read already. */
    SSLSocket serverOver(SSLSocketFactory factory, Socket transport, @Nullable InputStream consumed, boolean autoClose)
            throws IOException {
        if (provider == null) {
            return (SSLSocket) factory.createSocket(transport, consumed, autoClose);
        }
        if (consumed != null) {
            throw new UnsupportedOperationException(this
                    + " takes no connection of which something was read already: leave it unread, or use an engine");
        }
        return (SSLSocket) factory.createSocket(transport, null, transport.getPort(), autoClose);
    }

    @Override
    public String toString() {
        return provider == null ? "the platform" : provider.getName();
    }
}
