package io.livetls.jdbc;

import io.livetls.HandleNames;
import io.livetls.LiveTls;
import org.jspecify.annotations.Nullable;

/**
 * The string by which an object that a driver makes finds its handle: the name that people write, or what a program wrote,
 * which also says the mode that it was written for.
 *
 * @param name for {@link HandleNames#find}
 * @param promised the mode, if a program wrote it
 */
record HandleArgument(String name, @Nullable SslMode promised) {
    private static final String MODE_MARK = ";sslmode=";

    static String write(LiveTls tls, SslMode mode) {
        return HandleNames.reference(tls) + MODE_MARK + mode.value();
    }

    /**
     * Reads it.
     *
     * @param setting where it stood, for the message
     * @param text what stood there
     */
    static HandleArgument read(String setting, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalStateException(setting + " isn't set: set it to the name of the handle, as"
                    + " LiveTls.builder().name(...) has it");
        }
        int mark = text.lastIndexOf(MODE_MARK);
        return mark < 0
                ? new HandleArgument(text, null)
                : new HandleArgument(text.substring(0, mark), SslMode.parse(text.substring(mark + MODE_MARK.length())));
    }

    LiveTls handle() {
        return HandleNames.find(name);
    }
}
