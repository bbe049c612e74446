package io.livetls.netty;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.util.IllegalReferenceCountException;
import org.jspecify.annotations.Nullable;

/** A native context and what the next one takes over from it. Thread-safe. */
final class OpenSslGeneration {
    private final ReferenceCountedOpenSslContext context;
    private final TicketKeySource ticketKeys;
    private final long trustGeneration;

    /** Replaced under the lock of this. */
    private volatile @Nullable TicketKeys applied;

    private boolean sessionsEnded;

    /**
     * Takes over the context's count, which {@link #retire} gives back.
     *
     * @param context of a server or a client
     * @param ticketKeys what seals the tickets of a server's clients; unused in clients
     * @param trustGeneration the generation of trust that the keys belong to
     */
    OpenSslGeneration(ReferenceCountedOpenSslContext context, TicketKeySource ticketKeys, long trustGeneration) {
        this.context = context;
        this.ticketKeys = ticketKeys;
        this.trustGeneration = trustGeneration;
    }

    ReferenceCountedOpenSslContext context() {
        return context;
    }

    TicketKeySource ticketKeys() {
        return ticketKeys;
    }

    long trustGeneration() {
        return trustGeneration;
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
        try {
            endSessions();
        } finally {
            release();
        }
    }
}
