package io.livetls.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Writes PEM as a script says: in the layouts that tools write, and in those of careless hands. */
final class PemLayout {
    private static final List<String> LABELS = List.of(
            "CERTIFICATE",
            "PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "DSA PRIVATE KEY",
            "EC PARAMETERS",
            "TRUSTED CERTIFICATE",
            "X509 CERTIFICATE",
            "PKCS7",
            "CMS",
            "PUBLIC KEY",
            "DH PARAMETERS",
            "CERTIFICATE REQUEST",
            "X509 CRL",
            "OPENSSH PRIVATE KEY",
            "ANY PRIVATE KEY",
            "SOMETHING",
            "");
    private static final List<Integer> WIDTHS = List.of(64, 76, 0, 4, 1);
    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r", "\n\n", " \n\t", " ", "");
    private static final List<String> TEXTS =
            List.of("", "\n", "# comment\n", "#", "Bag Attributes\n    localKeyID: 01 \n", "-", "--", "-----\n", "M");
    private static final List<String> HEADERS = List.of(
            "",
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n",
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0011223344556677\n\n",
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: RC2-40-CBC,0011223344556677\n\n",
            "Proc-Type: 4,MIC-ONLY\n\n",
            "Comment: a\n b\n\n",
            "\n");
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private PemLayout() {}

    /** A block, with the text before it. */
    static String block(String usualLabel, String usualHeader, byte[] der, Script script) {
        String label = script.rarely(8) ? script.one(LABELS) : usualLabel;
        String header = script.rarely(8) ? script.one(HEADERS) : usualHeader;
        String end = script.rarely(16) ? script.one(LABELS) : label;
        int width = script.flag() ? 64 : script.one(WIDTHS);
        String lineEnd = script.flag() ? "\n" : script.one(LINE_ENDS);
        String before = script.flag() ? "" : script.one(TEXTS);
        String dashes = script.rarely(16) ? "-".repeat(script.below(8)) : "-----";
        Base64.Encoder encoder = width < 4
                ? Base64.getEncoder()
                : Base64.getMimeEncoder(width, lineEnd.getBytes(StandardCharsets.ISO_8859_1));
        String body = encoder.encodeToString(der);
        return before + "-----BEGIN " + label + dashes + lineEnd + header + body + lineEnd + "-----END " + end
                + (script.rarely(16) ? "----" : "-----") + (script.rarely(4) ? "" : lineEnd);
    }

    /** The bytes of a text, in an encoding that editors write. */
    static byte[] encoded(String text, Script script) {
        if (!script.rarely(8)) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        String marked = script.flag() ? "\uFEFF" + text : text;
        byte[] bytes =
                marked.getBytes(marked.equals(text) || script.flag() ? script.one(CHARSETS) : StandardCharsets.UTF_8);
        return script.rarely(4) ? Base64.getEncoder().encode(bytes) : bytes;
    }

    /** Bytes replaced, taken out or put in at up to three places, or the end cut off. */
    static byte[] damaged(byte[] whole, Script script) {
        byte[] bytes = whole;
        int times = script.rarely(2) ? script.below(4) : 0;
        for (int i = 0; i < times; i++) {
            int at = script.below(bytes.length + 1);
            int removed = script.rarely(8) ? bytes.length : script.below(4);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(bytes, 0, at);
            out.writeBytes(script.bytes(4));
            int tail = Math.min(bytes.length, at + removed);
            out.write(bytes, tail, bytes.length - tail);
            bytes = out.toByteArray();
        }
        return bytes;
    }
}
