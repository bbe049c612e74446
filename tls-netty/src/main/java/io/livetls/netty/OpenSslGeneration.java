package io.livetls.netty;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.util.ReferenceCounted;
import javax.net.ssl.SSLEngine;

/**
 * A native context and what the next one takes over from it.
 *
 * @param context made with a count of one, which {@link #retire} gives back
 * @param ticketKeys what seals the tickets of its clients; unused in clients
 * @param trustGeneration the generation of trust that the keys belong to
 * @param handshakes those that the context's engines may be in
 */
record OpenSslGeneration(
        ReferenceCountedOpenSslContext context,
        TicketKeys ticketKeys,
        long trustGeneration,
        HandshakesUnderWay handshakes)
        implements Counted {

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
     * Nothing resumes here any more: an engine of a connection that was accepted before, and whose peer hasn't said
     * anything yet, would else resume a session that was made under older trust. It does a full handshake instead, which
     * the trust manager judges by what is current. Handshakes that are past that are judged here.
     */
    void retire() {
        try {
            OpenSslSessionContext sessions = context.sessionContext();
            sessions.setSessionCacheEnabled(false);
            if (context.isServer()) {
                TicketKeys.random().applyTo(sessions);
            }
            handshakes.judge();
        } finally {
            release();
        }
    }
}
