package io.livetls.netty;

import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCounted;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value that is replaced and freed while others use it. It is made with a count of one, which belongs to whoever
 * publishes it. The protocol:
 *
 * <pre>
 *   publisher   make (1) ... publish the next ... give back the one, once
 *   user        read the current, take one if there are any, use, give it back
 * </pre>
 *
 * <p>Between reading and taking, the value may have gone. Since the next one is published before, a user that reads again
 * finds another one, or learns that there are no more.
 */
interface Counted {

    /** What is counted and freed. */
    ReferenceCounted counted();

    /** Takes one; false if the value is freed already. */
    default boolean tryRetain() {
        try {
            counted().retain();
            return true;
        } catch (IllegalReferenceCountException e) {
            return false;
        }
    }

    /** Gives one back; the last one frees the value. */
    default void release() {
        counted().release();
    }

    /**
     * Uses what is current, and holds it meanwhile.
     *
     * @param current reads it; what it throws is thrown
     */
    static <C extends Counted, T> T use(Supplier<C> current, Function<C, T> use) {
        while (true) {
            C value = current.get();
            if (value.tryRetain()) {
                try {
                    return use.apply(value);
                } finally {
                    value.release();
                }
            }
        }
    }
}
