package io.livetls.netty;

import io.livetls.TlsSnapshot;
import io.livetls.material.Identity;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.util.IllegalReferenceCountException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A native context and what the next one takes over from it. Thread-safe. */
final class OpenSslGeneration {
    private final ReferenceCountedOpenSslContext context;
    private final TicketKeySource ticketKeys;
    private final ConnectionGeneration numbers;

    /** Null for none, and once this is retired: connections hold what they need of it in native memory. */
    private volatile @Nullable Identity identity;

    /** Replaced under the lock of this. */
    private volatile @Nullable TicketKeys applied;

    private boolean sessionsEnded;

    /**
     * Takes over the context's count, which {@link #retire} gives back.
     *
     * @param context of a server or a client
     * @param ticketKeys what seals the tickets of a server's clients; unused in clients
     * @param snapshot what the context was made of
     */
    OpenSslGeneration(ReferenceCountedOpenSslContext context, TicketKeySource ticketKeys, TlsSnapshot snapshot) {
        this.context = context;
        this.ticketKeys = ticketKeys;
        this.numbers = ConnectionGeneration.of(snapshot);
        this.identity = snapshot.identity();
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

    /** Holds the context, if it isn't gone already. */
    boolean tryRetain() {
        try {
            context.retain();
            return true;
        } catch (IllegalReferenceCountException e) {
            return false;
        }
    }

    void release() {
        context.release();
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
                TicketKeys.random().applyTo(sessions);
            }
        }
    }

    /**
     * Ends sessions and gives the context back: an engine of a connection that was accepted before, and whose peer hasn't
     * said anything yet, would else resume a session that was made under older trust. It does a full handshake instead,
     * which the trust manager judges by what is current.
     */
    void retire() {
        identity = null;
        try {
            endSessions();
        } finally {
            release();
        }
    }
}
