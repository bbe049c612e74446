package io.livetls.live;

import org.jspecify.annotations.Nullable;

/**
 * How to make something from each generation: a TLS context, a trust manager. It is made before the generation is
 * published and published with it, so that a generation that a TLS engine refuses never takes effect anywhere.
 *
 * @param <T> what is made
 */
public interface Derivation<T> {

    /**
     * Makes the value for a generation. Called by one thread at a time.
     *
     * @param next the generation that is about to be published
     * @param previous the value of the generation before; null for the first. Returning it keeps it.
     * @return the value for {@code next}
     * @throws RuntimeException if it can't be made; the generation is then not published
     */
    T derive(Generation next, @Nullable T previous);

    /**
     * Called once for each value that is no longer the current one, or never became it. Connections that were made with
     * it may still be open.
     *
     * @param value a value that {@link #derive} returned
     */
    default void retire(T value) {}
}
