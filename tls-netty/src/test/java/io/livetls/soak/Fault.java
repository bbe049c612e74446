package io.livetls.soak;

import io.livetls.material.Problem;
import java.io.IOException;
import java.util.Set;

/**
 * A change that can't be used.
 *
 * @param text what it is
 * @param expected what the handle may call it
 * @param breaking does it
 */
record Fault(String text, Set<Problem> expected, Breaking breaking) {

    /** Does it to the files of the current version. */
    interface Breaking {
        Repair apply(Version current) throws IOException;
    }

    /** Undoes it. */
    interface Repair {
        /** Nothing has to be undone before files are written again. */
        Repair NOT_NEEDED = () -> {};

        void run() throws IOException;
    }
}
