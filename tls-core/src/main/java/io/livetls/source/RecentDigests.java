package io.livetls.source;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The digests of large files that this process polled a moment ago, so that thousands of handles over one bundle don't read and
 * digest it thousands of times an interval. Good enough to see that a poll has nothing new, and for nothing else: what is loaded
 * is read. Thread-safe.
 */
final class RecentDigests {
    /** Below this the reading costs about as much as the look-up. */
    private static final int LARGE = 16 << 10;

    private static final int MOST = 256;

    /** As a cache of the whole process, bounded: the one that was read first goes first. */
    private static final Map<Path, Seen> SEEN = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Seen> eldest) {
            return size() > MOST;
        }
    };

    private final long oldest;

    private record Seen(Version version, ContentDigest digest, long nanoTime) {}

    /** What changes with a file almost always; the rest is found when the digest is too old. */
    private record Version(@Nullable Object inode, long size, FileTime modified) {
        static Version of(BasicFileAttributes attributes) {
            return new Version(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        }
    }

    /** Those that aren't older than this. */
    RecentDigests(Duration oldest) {
        this.oldest = oldest.toNanos();
    }

    static boolean isLarge(BasicFileAttributes attributes) {
        return attributes.size() >= LARGE;
    }

    @Nullable ContentDigest find(Path real, BasicFileAttributes attributes) {
        Version version = Version.of(attributes);
        synchronized (SEEN) {
            Seen seen = SEEN.get(real);
            return seen != null && seen.version().equals(version) && System.nanoTime() - seen.nanoTime() <= oldest
                    ? seen.digest()
                    : null;
        }
    }

    /**
     * Remembers what was read.
     *
     * @param attributes from before it was read
     * @param nanoTime from before it was read
     */
    void add(Path real, BasicFileAttributes attributes, ContentDigest digest, long nanoTime) {
        synchronized (SEEN) {
            SEEN.remove(real);
            SEEN.put(real, new Seen(Version.of(attributes), digest, nanoTime));
        }
    }
}
