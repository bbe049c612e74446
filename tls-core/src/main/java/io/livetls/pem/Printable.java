package io.livetls.pem;

/** Makes text that comes from a file fit to be shown in a message: it may be long or hold anything. */
final class Printable {
    private static final int LONGEST = 200;
    private static final int LONGEST_NAME = 80;

    /** As many characters of base64 in a row are no word of a name. */
    private static final int LONG_WORD = 16;

    private Printable() {}

    static String of(String text) {
        String stripped = text.strip();
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < stripped.length() && i < LONGEST; i++) {
            char c = stripped.charAt(i);
            printable.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return printable.toString();
    }

    /** Whether text may be a name, such as a label, and not a key that lost the mark before it: names have short words. */
    static boolean isName(String text) {
        int word = 0;
        for (int i = 0; i < text.length() && word < LONG_WORD; i++) {
            word = isBase64(text.charAt(i)) ? word + 1 : 0;
        }
        return text.length() <= LONGEST_NAME && word < LONG_WORD;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }
}
