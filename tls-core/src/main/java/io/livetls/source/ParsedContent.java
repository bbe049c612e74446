package io.livetls.source;

import io.livetls.material.TrustAnchors;
import io.livetls.pem.Certificates;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one content: parsed once and shared by all handles of the process that use it, for as long as one of
 * them does. Thread-safe.
 */
final class ParsedContent {
    private static final Map<ContentDigest, Held> LIVING = new ConcurrentHashMap<>();
    private static final ReferenceQueue<ParsedContent> GONE = new ReferenceQueue<>();

    private final List<X509Certificate> certificates;

    /** The last that were asked for: handles that share a bundle mostly name it by the same path. */
    private volatile @Nullable Named anchors;

    private ParsedContent(List<X509Certificate> certificates) {
        this.certificates = certificates;
    }

    /** Held by those who use it alone. */
    private static final class Held extends WeakReference<ParsedContent> {
        private final ContentDigest digest;

        Held(ContentDigest digest, ParsedContent content) {
            super(content, GONE);
            this.digest = digest;
        }
    }

    private record Named(String source, WeakReference<TrustAnchors> anchors) {}

    /**
     * Finds or parses.
     *
     * @param file the file's content
     * @param source what to call it in messages
     */
    static ParsedContent of(FileContent file, String source) {
        forgetGone();
        Held living = LIVING.get(file.digest());
        ParsedContent content = living == null ? null : living.get();
        return content == null
                ? share(file.digest(), new ParsedContent(Certificates.decode(file.bytes(), source)))
                : content;
    }

    private static ParsedContent share(ContentDigest digest, ParsedContent parsed) {
        // Two threads may have parsed the same: the first one's is used.
        Held held =
                LIVING.merge(digest, new Held(digest, parsed), (first, second) -> first.get() == null ? second : first);
        ParsedContent content = held.get();
        return content == null ? parsed : content;
    }

    private static void forgetGone() {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            if (gone instanceof Held held) {
                LIVING.remove(held.digest, held);
            }
        }
    }

    /** Whether somebody uses this content. */
    static boolean isLiving(ContentDigest digest) {
        forgetGone();
        return LIVING.containsKey(digest);
    }

    /** In file order, at least one. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /** The certificates as trust anchors. */
    TrustAnchors anchors(String source) {
        Named last = anchors;
        TrustAnchors made = last == null || !last.source().equals(source)
                ? null
                : last.anchors().get();
        if (made == null) {
            made = TrustAnchors.of(certificates, source);
            anchors = new Named(source, new WeakReference<>(made));
        }
        return made;
    }
}
