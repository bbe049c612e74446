package io.livetls.netty;

import java.util.function.IntSupplier;

/** Where the native contexts of one generation of trust have their ticket keys from. Thread-safe. */
@FunctionalInterface
interface TicketKeySource {

    /**
     * The keys to use from now on: the same object as long as they don't change.
     *
     * @param sessionTimeout the context's, in seconds; asked when keys are replaced
     */
    TicketKeys current(IntSupplier sessionTimeout);
}
