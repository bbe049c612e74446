package io.livetls.live;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.source.Reading;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads until two readings in a row agree: a writer that is half-way through a file shows itself by the difference. */
final class StableReading {
    private static final int MAX_READINGS = 5;

    private StableReading() {}

    /**
     * Uses a reading that was confirmed by a second one.
     *
     * @param first a reading that the caller closes
     * @param again reads once more
     * @param use what to do with the confirmed one; it is closed afterwards
     * @throws MaterialException {@link Problem#UNSTABLE} if the content keeps changing
     */
    static <T> T confirm(Reading first, Supplier<Reading> again, Function<Reading, T> use) {
        io.livetls.source.ContentDigest before = first.digest();
        for (int readings = 1; readings < MAX_READINGS; readings++) {
            try (Reading next = again.get()) {
                if (next.digest().equals(before)) {
                    return use.apply(next);
                }
                before = next.digest();
            }
        }
        throw new MaterialException(
                Problem.UNSTABLE,
                null,
                "the files kept changing while they were read",
                "Nothing, if a writer is at work: they are read again when it is quiet");
    }
}
