package io.livetls.fuzz;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Warnings about what fuzzers do would fill the disk. */
final class Quiet {
    /** Held, or the setting would go with it. */
    private static final Logger LOGGER = Logger.getLogger("io.livetls");

    private Quiet() {}

    static void logging() {
        LOGGER.setLevel(Level.OFF);
    }
}
