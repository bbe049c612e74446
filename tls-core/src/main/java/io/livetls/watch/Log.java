package io.livetls.watch;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

/** The library's log. */
final class Log {
    private static final System.Logger LOGGER = System.getLogger("io.livetls");

    private Log() {}

    static void info(String message) {
        LOGGER.log(INFO, message);
    }

    static void warning(String message, Throwable cause) {
        LOGGER.log(WARNING, message, cause);
    }

    /** For what must not end a thread: not even logging may fail, as it does when memory is short. */
    static void survive(String message, Throwable cause) {
        try {
            LOGGER.log(WARNING, message, cause);
        } catch (Throwable again) {
            // There is nobody left to tell.
        }
    }
}
