package io.livetls.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of some content. Whether anything changed is decided by this alone: sizes and times can stay the same.
 *
 * @param hex 64 hexadecimal digits
 */
public record ContentDigest(String hex) {

    static ContentDigest of(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new ContentDigest(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
