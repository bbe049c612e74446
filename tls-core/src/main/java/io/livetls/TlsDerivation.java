package io.livetls;

import org.jspecify.annotations.Nullable;

/**
 * For adapters: how to make something of each snapshot, typically a framework's TLS context. The value is made before
 * the snapshot takes effect and becomes current with it; if it can't be made, the whole reload fails and everything
 * stays as it was. See {@link LiveTls#derive}.
 *
 * @param <T> what is made
 */
public interface TlsDerivation<T> {

    /**
     * Makes the value for a snapshot. Called by one thread at a time; it must not call the handle.
     *
     * @param next the snapshot that is about to take effect
     * @param previous the value before; null for the first. Returning it keeps it.
     * @return the value for {@code next}
     * @throws RuntimeException if it can't be made; the reload then fails with this as its cause
     */
    T derive(TlsSnapshot next, @Nullable T previous);

    /**
     * Called once for each value that isn't current any more, or never became it. Connections that were made with it may
     * still be open, and a thread that has just read it may be about to use it.
     *
     * @param value a value that {@link #derive} returned
     */
    default void retire(T value) {}
}
