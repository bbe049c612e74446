package io.livetls.pem;

import java.util.regex.Pattern;

/** Makes text that comes from a file fit to be shown in a message: it may be long or hold anything. */
final class Printable {
    private static final int LONGEST = 200;
    private static final int LONGEST_NAME = 80;
    private static final Pattern LONG_WORD = Pattern.compile("[A-Za-z0-9+/]{16}");

    private Printable() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.strip().chars().limit(LONGEST).forEach(c -> printable.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return printable.toString();
    }

    /** Whether text may be a name, such as a label, and not a key that lost the mark before it: names have short words. */
    static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && !LONG_WORD.matcher(text).find();
    }
}
