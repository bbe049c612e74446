package io.livetls.jsse;

import io.livetls.material.Identity;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** With any other key Conscrypt shows no certificate, and doesn't say so. */
    private static final Set<String> KEYS_OF_CONSCRYPT = Set.of("RSA", "EC");

    private final @Nullable Provider provider;
    private final @Nullable SessionTickets tickets;

    private JsseProvider(@Nullable Provider provider) {
        this.provider = provider;
        this.tickets = provider != null && SessionTickets.areOfConscrypt(provider) ? SessionTickets.of(provider) : null;
    }

    /**
     * A chosen one.
     *
     * @param provider registered or not
     * @return what it does
     * @throws IllegalArgumentException if it has no TLS
     */
    public static JsseProvider of(Provider provider) {
        if (!hasTls(provider)) {
            throw new IllegalArgumentException(provider.getName()
                    + " is no JSSE provider: it has no SSLContext for TLS. Give one that has, such as"
                    + " Conscrypt.newProvider()");
        }
        return new JsseProvider(provider);
    }

    /**
     * One by its name.
     *
     * @param name {@code Conscrypt} in any case, which needn't be registered but has to be on the class path; or that of a
     *     registered provider, such as {@code SunJSSE}
     * @return empty if there is none that has TLS
     */
    public static Optional<Provider> named(String name) {
        if (name.equalsIgnoreCase("Conscrypt")) {
            return NativeSignatures.conscrypt();
        }
        try {
            return Optional.of(SSLContext.getInstance("TLS", name).getProvider());
        } catch (NoSuchProviderException | NoSuchAlgorithmException notHere) {
            return Optional.empty();
        }
    }

    private static boolean hasTls(Provider provider) {
        return provider.getService("SSLContext", "TLS") != null;
    }

    /**
     * Refuses what this would not do, or would do otherwise than it is told.
     *
     * @param protocols that are set; empty if none are
     * @param cipherSuites that are set; empty if none are
     * @throws IllegalArgumentException if it hasn't got them, or would enable others besides
     */
    public void check(List<String> protocols, List<String> cipherSuites) {
        if (provider == null || (protocols.isEmpty() && cipherSuites.isEmpty())) {
            return;
        }
        SSLEngine engine = newContext(new KeyManager[0], new TrustManager[0]).createSSLEngine();
        try {
            if (!protocols.isEmpty()) {
                engine.setEnabledProtocols(protocols.toArray(String[]::new));
            }
            if (!cipherSuites.isEmpty()) {
                engine.setEnabledCipherSuites(cipherSuites.toArray(String[]::new));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    this + " can't be set so: " + e.getMessage() + ". It has the protocols "
                            + String.join(", ", engine.getSupportedProtocols()) + " and the cipher suites "
                            + String.join(", ", engine.getSupportedCipherSuites()),
                    e);
        }
        checkSame("protocols", protocols, engine.getEnabledProtocols());
        checkSame("cipher suites", cipherSuites, engine.getEnabledCipherSuites());
    }

    private void checkSame(String what, List<String> wanted, String[] enabled) {
        if (!wanted.isEmpty() && !Set.of(enabled).equals(Set.copyOf(wanted))) {
            throw new IllegalArgumentException(this + " enables other " + what + " than are set: "
                    + String.join(", ", enabled) + ". Set exactly these, or leave the JSSE provider out"
                    + " (Conscrypt has the cipher suites of TLS 1.3 on or off together)");
        }
    }

    /** Refuses an identity that wouldn't be shown. */
    void check(Identity identity) {
        String algorithm = identity.leaf().getPublicKey().getAlgorithm();
        if (tickets != null && !KEYS_OF_CONSCRYPT.contains(algorithm)) {
            throw new MaterialException(
                    Problem.REFUSED,
                    null,
                    this + " shows no certificate with a key of " + algorithm + ", and this is " + identity,
                    "Use an RSA or EC key, or leave the JSSE provider out");
        }
    }

    /** A new context, without sessions. */
    SSLContext newContext(KeyManager keys, TrustManager trust) {
        return newContext(new KeyManager[] {keys}, new TrustManager[] {trust});
    }

    private SSLContext newContext(KeyManager[] keys, TrustManager[] trust) {
        try {
            SSLContext context =
                    provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
            context.init(keys, trust, null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException(this + " can't make a TLS context", e);
        }
    }

    /** Frees what native memory an engine has that was made and never used; the JDK's have none. */
    void discard(SSLEngine unused) {
        if (provider != null) {
            unused.closeOutbound();
        }
    }

    /** As for engines. */
    void discard(SSLSocket unused) throws IOException {
        if (provider != null) {
            unused.close();
        }
    }

    /** Right before its handshake. */
    SSLEngine ready(SSLEngine engine) {
        if (tickets != null) {
            tickets.enable(engine);
        }
        return engine;
    }

    /** As for engines. */
    SSLSocket ready(SSLSocket socket) {
        if (tickets != null) {
            tickets.enable(socket);
        }
        return socket;
    }

    /** Refuses a connection of which something was read already, where it can't be given. */
    void checkUnread(@Nullable InputStream consumed) {
        if (provider != null && consumed != null) {
            throw new UnsupportedOperationException(this
                    + " takes no connection of which something was read already: leave it unread, use an engine, or"
                    + " leave the JSSE provider out");
        }
    }

    /** A server's socket over a connection. */
    SSLSocket serverOver(SSLSocketFactory factory, Socket transport, @Nullable InputStream consumed, boolean autoClose)
            throws IOException {
        return (SSLSocket)
                (provider == null
                        ? factory.createSocket(transport, consumed, autoClose)
                        : factory.createSocket(transport, null, transport.getPort(), autoClose));
    }

    @Override
    public String toString() {
        return provider == null ? "the platform's JSSE provider" : provider.getName();
    }
}
