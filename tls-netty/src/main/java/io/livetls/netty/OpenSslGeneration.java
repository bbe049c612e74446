package io.livetls.netty;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.util.IllegalReferenceCountException;

/**
 * A native context and what the next one takes over from it.
 *
 * @param context made with a count of one, which {@link #retire} gives back
 * @param guard of a server's tickets once this is retired; unused in clients
 * @param ticketKeys what seals the tickets of its clients; unused in clients
 * @param trustGeneration the generation of trust that the keys belong to
 */
record OpenSslGeneration(
        ReferenceCountedOpenSslContext context, TicketGuard guard, TicketKeys ticketKeys, long trustGeneration) {

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
     * Nothing resumes here any more: an engine of a connection that was accepted before, and whose peer hasn't said
     * anything yet, would else resume a session that was made under older trust. It does a full handshake instead, which
     * the trust manager judges by what is current.
     */
    void retire() {
        try {
            OpenSslSessionContext sessions = context.sessionContext();
            sessions.setSessionCacheEnabled(false);
            if (context.isServer()) {
                guard.retire(sessions);
            }
        } finally {
            release();
        }
    }
}
