package io.livetls.source;

import java.util.Arrays;

/** The bytes of one file at the moment of a reading. */
final class FileContent {
    private final byte[] bytes;
    private final ContentDigest digest;

    FileContent(byte[] bytes) {
        this.bytes = bytes;
        this.digest = ContentDigest.of(bytes);
    }

    /** Not a copy: a bundle may be large, and the callers are in this package. */
    byte[] bytes() {
        return bytes;
    }

    ContentDigest digest() {
        return digest;
    }

    void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
