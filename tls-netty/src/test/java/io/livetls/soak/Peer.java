package io.livetls.soak;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** One client, which keeps its sessions. Many threads may use it; its connections are made one at a time. */
final class Peer implements AutoCloseable {
    private final String name;
    private final @Nullable Guest guest;
    private final @Nullable SeenKeys keys;
    private final @Nullable SeenTrust trust;
    private final Supplier<Engines> factory;
    private @Nullable Engines engines;
    private boolean closed;

    /** The parts that see what happens are null where the client can't tell. */
    Peer(
            String name,
            @Nullable Guest guest,
            @Nullable SeenKeys keys,
            @Nullable SeenTrust trust,
            Supplier<Engines> factory) {
        this.name = name;
        this.guest = guest;
        this.keys = keys;
        this.trust = trust;
        this.factory = factory;
    }

    /** Whose CA decides whether it gets in; null if it always does. */
    @Nullable Guest guest() {
        return guest;
    }

    /** Connects and sends a byte; null if this is closed. */
    @Nullable Attempt attempt(int port, boolean mayResume) {
        return attempt(() -> Link.dial(port), port, mayResume);
    }

    /** How to come by a connection whose client hasn't said anything yet. */
    interface Dialing {
        Socket dial() throws IOException;
    }

    synchronized @Nullable Attempt attempt(Dialing dialing, int port, boolean mayResume) {
        if (closed) {
            return null;
        }
        int checksBefore = checks();
        takeNamedAuthorities();
        try (Link link = new Link(dialing.dial(), engine(port, mayResume))) {
            link.handshake();
            boolean resumed = trust != null && checks() == checksBefore;
            link.echo();
            return new Attempt(null, resumed, link.serverChain(), takeNamedAuthorities());
        } catch (IOException refusal) {
            return Attempt.refused(refusal);
        }
    }

    /** Connects and stays connected. */
    synchronized Link open(int port) throws IOException {
        Link link = new Link(Link.dial(port), engine(port, false));
        link.handshake();
        link.echo();
        return link;
    }

    private SSLEngine engine(int port, boolean mayResume) {
        if (engines == null) {
            engines = factory.get();
        }
        return mayResume ? engines.resuming(port) : engines.fresh();
    }

    private int checks() {
        return trust == null ? 0 : trust.checks();
    }

    private @Nullable String takeNamedAuthorities() {
        return keys == null ? null : keys.takeNamedAuthorities();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (engines != null) {
            engines.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
