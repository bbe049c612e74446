package io.livetls.source;

import io.livetls.material.TrustAnchors;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The certificates of each content that was seen, so that a reload parses only what changed: of a directory with 10,000
 * CAs and a new one, the new one. It keeps what the last complete load used; other handles that read the same content share it.
 * Not thread-safe: one handle loads at a time.
 */
public final class CertificateCache {
    private Map<ContentDigest, ParsedContent> known = new HashMap<>();
    private Map<ContentDigest, ParsedContent> used = new HashMap<>();

    /**
     * The certificates of a file.
     *
     * @param file the file's content
     * @param source what to call it in messages
     * @return in file order, at least one
     */
    List<X509Certificate> certificates(FileContent file, String source) {
        return parsed(file, source).certificates();
    }

    /**
     * The certificates of a file as trust anchors.
     *
     * @param file the file's content
     * @param source what to call it in messages, and their origin
     * @return in file order
     */
    TrustAnchors anchors(FileContent file, String source) {
        return parsed(file, source).anchors(source);
    }

    /**
     * The certificates of a file that wasn't read again.
     *
     * @param digest of a content that the last complete load used
     * @param source what to call it in messages
     * @return in file order, at least one
     */
    List<X509Certificate> certificates(ContentDigest digest, String source) {
        ParsedContent content = known.get(digest);
        if (content == null) {
            throw new IllegalStateException("the content of " + source + " was never parsed");
        }
        used.put(digest, content);
        return content.certificates();
    }

    private ParsedContent parsed(FileContent file, String source) {
        ParsedContent content = known.get(file.digest());
        if (content == null) {
            content = ParsedContent.of(file, source);
        }
        used.put(file.digest(), content);
        return content;
    }

    /** Ends a load that went well: what it didn't use is forgotten. */
    public void keepUsed() {
        known = used;
        used = new HashMap<>();
    }

    /** Ends a load that failed: what it parsed is kept for the next try beside what was known. */
    public void keepAll() {
        known.putAll(used);
        used = new HashMap<>();
    }
}
