package io.livetls.source;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a set of paths, all of one moment as far as the file system can tell: symbolic links are followed once
 * for the whole reading, so that a certificate and a key below one Kubernetes {@code ..data} link always come from the
 * same directory. A writer without such a link can still be half-way; hence {@link #digest()}: only what was read twice
 * with the same digest counts.
 *
 * <p>Closing it overwrites the bytes, which may hold a private key.
 */
public final class Reading implements AutoCloseable {

    /** What was found at a path. */
    sealed interface Found {}

    /** A regular file. */
    record FoundFile(FileContent content) implements Found {}

    /** A regular file whose content wasn't read, as its digest is known from before. */
    record KnownFile(ContentDigest digest) implements Found {}

    /**
     * A directory: the files in it that count as trust, by name.
     *
     * @param links the names of those that are links, or weren't to be read
     */
    record FoundDirectory(Path real, SortedMap<String, Found> files, Set<String> links) implements Found {}

    /** Something that couldn't be read, and why. Part of the reading: it may be so on purpose, or only for a moment. */
    record Fault(Problem problem, String what, String remedy) implements Found {}

    private final Map<Path, Found> found;
    private final ContentDigest digest;

    private Reading(Map<Path, Found> found) {
        this.found = found;
        this.digest = digestOf(found);
    }

    /**
     * Reads. Nothing is thrown for a path that can't be read: whoever asks for its content learns it.
     *
     * @param paths files and directories
     * @return their content
     */
    public static Reading of(Collection<Path> paths) {
        return of(paths, PathReader.ofEverything());
    }

    /**
     * What {@link #digest()} of a reading would be, or would have been a moment ago: other handles may have read large files
     * already.
     *
     * @param paths files and directories
     * @param oldest how long ago the digest of a large file may have been taken
     * @return equal to that of a reading with equal content
     */
    public static ContentDigest digestOf(Collection<Path> paths, Duration oldest) {
        try (Reading reading = of(paths, PathReader.orRecently(new RecentDigests(oldest)))) {
            return reading.digest();
        }
    }

    /**
     * Reads what events have named, and takes from before what was read of the other files of directories. All else is read as
     * always: files that are named themselves, links, directories that another one took the place of.
     *
     * @param paths files and directories
     * @param kept of a reading, since when nothing was changed but this, as far as it is known
     * @param touched real paths of entries of directories
     * @return a reading whose unread files have a digest, and no content
     */
    public static Reading of(Collection<Path> paths, KeptFiles kept, Set<Path> touched) {
        return of(paths, PathReader.since(kept, touched));
    }

    private static Reading of(Collection<Path> paths, PathReader reader) {
        Map<Path, Found> found = new TreeMap<>();
        for (Path path : paths) {
            found.computeIfAbsent(path, reader::read);
        }
        return new Reading(found);
    }

    /**
     * Identifies the content of everything read, and what couldn't be read.
     *
     * @return equal for equal content
     */
    public ContentDigest digest() {
        return digest;
    }

    /**
     * What a later reading can go on from.
     *
     * @return the digests of files in directories
     */
    public KeptFiles kept() {
        return KeptFiles.of(found);
    }

    /** The content of a file; a directory in its place is an error. */
    FileContent file(Path path) {
        if (at(path) instanceof FoundFile file) {
            return file.content();
        }
        throw new MaterialException(
                Problem.UNREADABLE,
                Location.of(path.toString()),
                "this is a directory, and a file is expected",
                "Name the file in it");
    }

    /** What is at a path; a fault is thrown. */
    Found at(Path path) {
        Found there = kindOf(path);
        if (there instanceof Fault fault) {
            throw fault(path.toString(), fault);
        }
        return there;
    }

    /** Whether anything is there, readable or not. */
    boolean exists(Path path) {
        return !(kindOf(path) instanceof Fault fault && fault.problem() == Problem.NOT_FOUND);
    }

    @Override
    public void close() {
        found.values().forEach(Reading::wipe);
    }

    static MaterialException fault(String source, Fault fault) {
        return new MaterialException(fault.problem(), Location.of(source), fault.what(), fault.remedy());
    }

    private Found kindOf(Path path) {
        Found there = found.get(path);
        if (there == null) {
            throw new IllegalArgumentException(path + " isn't part of this reading");
        }
        return there;
    }

    private static void wipe(Found there) {
        if (there instanceof FoundFile file) {
            file.content().wipe();
        } else if (there instanceof FoundDirectory directory) {
            directory.files().values().forEach(Reading::wipe);
        }
    }

    private static ContentDigest digestOf(Map<Path, Found> found) {
        StringBuilder all = new StringBuilder();
        found.forEach((path, there) -> describe(path.toString(), there, all));
        return ContentDigest.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void describe(String name, Found there, StringBuilder all) {
        all.append(name).append('\0');
        if (there instanceof FoundFile file) {
            all.append(file.content().digest().hex());
        } else if (there instanceof KnownFile file) {
            all.append(file.digest().hex());
        } else if (there instanceof FoundDirectory directory) {
            directory.files().forEach((file, content) -> describe(file, content, all));
        } else if (there instanceof Fault fault) {
            all.append(fault.problem()).append('\0').append(fault.what());
        }
        all.append('\n');
    }
}
