package io.livetls.examples.demo;

import java.io.Console;

/** Whether a person watches. */
final class Terminal {
    private static final int FIRST_WITH_IS_TERMINAL = 22;

    private Terminal() {}

    /** Follows https://no-color.org. */
    static boolean showsColours() {
        String noColour = System.getenv("NO_COLOR");
        boolean wanted = noColour == null || noColour.isEmpty();
        return wanted && !"dumb".equals(System.getenv("TERM")) && isTerminal();
    }

    /** Since Java 22 there may be a console without a terminal, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull") // on older Javas null is the answer
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || Runtime.version().feature() < FIRST_WITH_IS_TERMINAL) {
            return console != null;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
