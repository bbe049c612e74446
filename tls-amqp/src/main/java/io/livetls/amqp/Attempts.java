package io.livetls.amqp;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The transports that one factory's hooks make. The client makes the transport of a connection and logs in on the same
 * thread, for new connections and for recovered ones, whatever does its I/O. So at the login it can be told whether the
 * transport is one of these.
 */
final class Attempts {
    private static final ThreadLocal<@Nullable Attempt> LAST = new ThreadLocal<>();

    private record Attempt(Attempts by, BooleanSupplier isUp) {}

    /**
     * A transport was made.
     *
     * @param isUp whether it is connected; one that has failed or ended isn't, so it can't vouch for the next one
     */
    void begun(BooleanSupplier isUp) {
        LAST.set(new Attempt(this, isUp));
    }

    /** Whether the connection that this thread logs in on has a transport that was noted here. It is asked once. */
    boolean take() {
        Attempt last = LAST.get();
        LAST.remove();
        return last != null && last.by() == this && last.isUp().getAsBoolean();
    }
}
