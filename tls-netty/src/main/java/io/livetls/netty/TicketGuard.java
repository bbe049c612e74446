package io.livetls.netty;

import io.netty.handler.ssl.OpenSslSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server's context that was replaced from opening any ticket, its own too: a handshake whose certificate was
 * checked before the change, and which ends after it, leaves a ticket that a connection accepted before the change could
 * resume, past the new trust.
 *
 * <p>A ticket can't be sealed with a key that doesn't open it. So each handshake begins by replacing the keys: whatever
 * ticket its client has by then is older than they are. Thread-safe.
 */
final class TicketGuard {
    private volatile @Nullable OpenSslSessionContext retired;

    /** Called when a server has to choose a certificate, which is before it looks at tickets. */
    void handshakeBegins() {
        OpenSslSessionContext sessions = retired;
        if (sessions != null) {
            TicketKeys.random().applyTo(sessions);
        }
    }

    /** From now on nothing opens. */
    void retire(OpenSslSessionContext sessions) {
        retired = sessions;
        handshakeBegins();
    }
}
