package io.livetls.netty;

import io.livetls.TlsSnapshot;
import io.livetls.material.Identity;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.util.ReferenceCounted;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A native context and what the next one takes over from it. Thread-safe. */
final class OpenSslGeneration implements Counted {
    private final ReferenceCountedOpenSslContext context;
    private final TicketGuard guard;
    private final TicketKeySource ticketKeys;
    private final ConnectionGeneration numbers;
    private final HandshakesUnderWay handshakes;

    /** Null for none, and once this is retired: connections hold what they need of it in native memory. */
    private volatile @Nullable Identity identity;

    /** Replaced under the lock of this. */
    private volatile @Nullable TicketKeys applied;

    private boolean sessionsEnded;

    /**
     * Takes over the context's count, which {@link #retire} gives back.
     *
     * @param context of a server or a client
     * @param guard of a server's tickets once its sessions have ended; unused in clients
     * @param ticketKeys what seals the tickets of a server's clients; unused in clients
     * @param snapshot what the context was made of
     * @param handshakes those that the context's engines may be in
     */
    OpenSslGeneration(
            ReferenceCountedOpenSslContext context,
            TicketGuard guard,
            TicketKeySource ticketKeys,
            TlsSnapshot snapshot,
            HandshakesUnderWay handshakes) {
        this.context = context;
        this.guard = guard;
        this.ticketKeys = ticketKeys;
        this.numbers = ConnectionGeneration.of(snapshot);
        this.identity = snapshot.identity();
        this.handshakes = handshakes;
    }

    ReferenceCountedOpenSslContext context() {
        return context;
    }

    TicketKeySource ticketKeys() {
        return ticketKeys;
    }

    /** What its connections are made under. */
    ConnectionGeneration numbers() {
        return numbers;
    }

    long trustGeneration() {
        return numbers.trustGeneration();
    }

    /** Whether only shared ticket keys are new, of which a client has no use. */
    boolean isClientFor(TlsSnapshot next) {
        return context.isClient()
                && trustGeneration() == next.trustGeneration()
                && Objects.equals(identity, next.identity());
    }

    /** Puts an engine of this context under watch, before anybody uses it. */
    <E extends SSLEngine> E watched(E engine) {
        handshakes.add(engine);
        return engine;
    }

    @Override
    public ReferenceCounted counted() {
        return context;
    }

    /**
     * Sees to it that a connection that begins now is sealed with a key that isn't due. Also brings in what the context of
     * another generation with the same keys was the first to notice. The caller holds the context.
     */
    void freshenTicketKeys() {
        if (context.isServer() && dueTicketKeys() != applied) {
            applyTicketKeys();
        }
    }

    private TicketKeys dueTicketKeys() {
        return ticketKeys.current(context.sessionContext()::getSessionTimeout);
    }

    private synchronized void applyTicketKeys() {
        // A thread may come here with a context that was replaced since it took it.
        TicketKeys due = dueTicketKeys();
        if (!sessionsEnded && due != applied) {
            due.applyTo(context.sessionContext());
            applied = due;
        }
    }

    /**
     * Nothing resumes here any more, and what is sealed from now on opens nowhere. The caller holds the context.
     */
    synchronized void endSessions() {
        if (!sessionsEnded) {
            sessionsEnded = true;
            OpenSslSessionContext sessions = context.sessionContext();
            sessions.setSessionCacheEnabled(false);
            if (context.isServer()) {
                guard.retire(sessions);
            }
        }
    }

    /**
     * Ends sessions and gives the context back: an engine of a connection that was accepted before, and whose peer hasn't
     * said anything yet, would else resume a session that was made under older trust. It does a full handshake instead,
     * which the trust manager judges by what is current. Handshakes that are past that are judged here.
     */
    void retire() {
        identity = null;
        try {
            endSessions();
            handshakes.judge();
        } finally {
            release();
        }
    }
}
