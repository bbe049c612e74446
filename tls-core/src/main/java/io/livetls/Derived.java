package io.livetls;

/**
 * For adapters: what a {@link TlsDerivation} makes, always current. Thread-safe.
 *
 * @param <T> what is made
 */
public interface Derived<T> extends AutoCloseable {

    /**
     * The value for the current snapshot: one volatile read.
     *
     * @return never null
     * @throws IllegalStateException if this, or the handle, is closed
     */
    T current();

    /** Ends the derivation and retires its value. A second call does nothing. */
    @Override
    void close();
}
