package io.livetls.pem;

/** Makes a label fit to be shown: it comes from a file, so it may be long or hold anything. */
final class LabelText {
    private static final int LONGEST = 64;

    private LabelText() {}

    static String of(String label) {
        StringBuilder text = new StringBuilder();
        label.strip().chars().limit(LONGEST).forEach(c -> text.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return text.toString();
    }
}
