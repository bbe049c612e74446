package io.livetls.pem;

import io.livetls.material.Location;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One block of a file: a PEM block (RFC 7468), or the whole of a DER file, which has neither label nor line. Its bytes
 * may be a private key: whoever takes the block clears it.
 */
final class PemBlock {
    private final @Nullable String label;
    private final int line;
    private final Map<String, String> headers;
    private final byte[] der;

    PemBlock(@Nullable String label, int line, Map<String, String> headers, byte[] der) {
        this.label = label;
        this.line = line;
        this.headers = headers;
        this.der = der;
    }

    @Nullable String label() {
        return label;
    }

    int line() {
        return line;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The decoded bytes, not a copy. */
    byte[] der() {
        return der;
    }

    static PemBlock ofDer(byte[] der) {
        return new PemBlock(null, 0, Map.of(), der);
    }

    Location in(String source) {
        return new Location(source, line, label);
    }

    LabelKind kind() {
        return label == null ? LabelKind.NONE : LabelKind.of(label);
    }

    void clear() {
        Arrays.fill(der, (byte) 0);
    }

    /** Shows no content, which may be secret. */
    @Override
    public String toString() {
        return "PemBlock[" + label + ", line " + line + "]";
    }
}
