package io.livetls.examples.demo;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * One connection with one request, as its client saw it.
 *
 * @param client which client made it
 * @param localPort by which the server knows it
 * @param began when it was begun, on the clock of {@link System#nanoTime}
 * @param ended when the answer was there, on the same clock
 * @param beganAt when it was begun, in milliseconds of the epoch as sessions have it
 * @param session what was agreed; null if it failed
 * @param answer what the server said; null if it failed
 * @param failure what the client saw when it failed; null if it didn't
 */
record Call(
        int client,
        int localPort,
        long began,
        long ended,
        long beganAt,
        @Nullable Session session,
        @Nullable String answer,
        @Nullable String failure) {

    /**
     * What the handshake came to.
     *
     * @param server the certificate that the server presented when the session was made
     * @param madeAt when the session was made, in milliseconds of the epoch: before the call if it was resumed
     * @param protocol such as {@code TLSv1.3}
     */
    record Session(X509Certificate server, long madeAt, String protocol) {}

    boolean failed() {
        return session == null;
    }

    /** A resumed session is as old as its first handshake. */
    boolean resumed() {
        return session != null && session.madeAt < beganAt;
    }

    boolean full() {
        return session != null && session.madeAt >= beganAt;
    }

    /** Whether a full handshake showed this certificate. */
    boolean shows(X509Certificate certificate) {
        return session != null && full() && session.server.equals(certificate);
    }

    /** Whether the server's answer has this line. */
    boolean answers(String line) {
        return answer != null && answer.contains(line);
    }
}
