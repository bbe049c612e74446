package io.livetls.pem;

import java.lang.System.Logger.Level;

/** The library's log, which is opened by what has to be told: to open it costs more than to read a key. */
final class Log {
    private Log() {}

    /** A warning, with {@link java.text.MessageFormat}'s pattern. */
    static void warn(String pattern, Object... parameters) {
        System.getLogger("io.livetls").log(Level.WARNING, pattern, parameters);
    }
}
