package io.livetls.pem;

/** Makes text that comes from a file fit to be shown in a message: it may be long or hold anything. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.strip().chars().limit(LONGEST).forEach(c -> printable.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return printable.toString();
    }
}
