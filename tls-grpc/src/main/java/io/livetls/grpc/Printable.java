package io.livetls.grpc;

/** What a peer says about itself, fit for a line of a log or of a status. */
final class Printable {
    private static final int MAX_LENGTH = 200;

    private Printable() {}

    static String of(String said) {
        String line = said.replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
