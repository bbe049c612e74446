package io.livetls.source;

import io.livetls.material.Problem;
import io.livetls.path.PathResolver;
import io.livetls.path.Resolution;
import io.livetls.source.Reading.Fault;
import io.livetls.source.Reading.Found;
import io.livetls.source.Reading.FoundDirectory;
import io.livetls.source.Reading.FoundFile;
import io.livetls.source.Reading.KnownFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the paths of one reading, all through one resolver of symbolic links. */
final class PathReader {
    /** Far above any bundle; it keeps a wrong path (a device, a log) from filling the memory. */
    private static final int MAX_FILE_BYTES = 64 << 20;

    /** Files of a directory that count as trust, as OpenSSL's and Kubernetes' users name them. */
    private static final Set<String> CERTIFICATE_ENDINGS = Set.of("pem", "crt", "cer");

    private final PathResolver resolver = new PathResolver();
    private final @Nullable RecentDigests recent;
    private final @Nullable KeptFiles kept;
    private final Set<Path> touched;

    private PathReader(@Nullable RecentDigests recent, @Nullable KeptFiles kept, Set<Path> touched) {
        this.recent = recent;
        this.kept = kept;
        this.touched = touched;
    }

    /** Reads everything. */
    static PathReader ofEverything() {
        return new PathReader(null, null, Set.of());
    }

    /** Takes digests for large files where there are recent ones: for a look that wants no more. */
    static PathReader orRecently(RecentDigests recent) {
        return new PathReader(recent, null, Set.of());
    }

    /** Reads of a directory's plain files only those that were touched since. */
    static PathReader since(KeptFiles kept, Set<Path> touched) {
        return new PathReader(null, kept, touched);
    }

    Found read(Path path) {
        try {
            Resolution resolution = resolver.resolve(path);
            BasicFileAttributes attributes = Files.readAttributes(resolution.real(), BasicFileAttributes.class);
            return attributes.isDirectory() ? directory(path) : regular(resolution.real(), attributes);
        } catch (NoSuchFileException e) {
            return new Fault(Problem.NOT_FOUND, "there is no such file or directory", "Check the path and its mount");
        } catch (AccessDeniedException e) {
            return new Fault(
                    Problem.UNREADABLE,
                    "this process may not read it",
                    "Give the process's user read permission on it and search permission on its directories");
        } catch (IOException e) {
            return new Fault(
                    Problem.UNREADABLE,
                    "it can't be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    "Check the path and its file system");
        }
    }

    private FoundDirectory directory(Path directory) throws IOException {
        Path real = resolver.resolve(directory).real();
        FoundDirectory before = kept == null ? null : kept.directory(directory);
        return before == null || !before.real().equals(real) ? listed(directory, real) : touched(directory, before);
    }

    private FoundDirectory listed(Path directory, Path real) throws IOException {
        FoundDirectory found = new FoundDirectory(real, new TreeMap<>(), new HashSet<>());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(real, PathReader::countsAsTrust)) {
            for (Path entry : entries) {
                add(entry, directory, found);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /** What it was, and anew what was touched or isn't a plain file. */
    private FoundDirectory touched(Path directory, FoundDirectory before) {
        FoundDirectory found = new FoundDirectory(before.real(), new TreeMap<>(before.files()), new HashSet<>());
        Set<Path> again = new HashSet<>(touched);
        before.links().forEach(name -> again.add(before.real().resolve(name)));
        for (Path entry : again) {
            if (before.real().equals(entry.getParent()) && countsAsTrust(entry)) {
                found.files().remove(entry.getFileName().toString());
                if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                    add(entry, directory, found);
                }
            }
        }
        return found;
    }

    /** Adds what a directory has under a name, unless it is another directory. */
    private void add(Path entry, Path directory, FoundDirectory found) {
        String name = entry.getFileName().toString();
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                return;
            }
            if (attributes.isRegularFile()) {
                found.files().put(name, regular(entry, attributes));
                return;
            }
        } catch (IOException e) {
            // It went away or may not be read: read() says so.
        }
        if (!Files.isDirectory(entry)) {
            // By its unresolved name, so that links in a mounted volume go through the resolver's one "..data".
            found.files().put(name, read(directory.resolve(name)));
            found.links().add(name);
        }
    }

    private static boolean countsAsTrust(Path entry) {
        String name = entry.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0
                && name.charAt(0) != '.'
                && CERTIFICATE_ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private Found regular(Path real, BasicFileAttributes attributes) throws IOException {
        if (recent == null || !RecentDigests.isLarge(attributes)) {
            return file(real, attributes);
        }
        ContentDigest known = recent.find(real, attributes);
        if (known != null) {
            return new KnownFile(known);
        }
        long began = System.nanoTime();
        Found found = file(real, attributes);
        if (found instanceof FoundFile read) {
            recent.add(real, attributes, read.content().digest(), began);
        }
        return found;
    }

    private static Found file(Path real, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            // Opening a pipe would wait for its writer for ever.
            return new Fault(
                    Problem.UNREADABLE, "this is neither a file nor a directory", "Name a regular file or a directory");
        }
        try (InputStream in = Files.newInputStream(real)) {
            byte[] bytes = readAll(in, (int) Math.min(attributes.size(), MAX_FILE_BYTES));
            if (bytes.length > MAX_FILE_BYTES) {
                return new Fault(
                        Problem.TOO_LARGE,
                        "this file is larger than " + (MAX_FILE_BYTES >> 20) + " MiB",
                        "Name a file that holds certificates or a key and nothing else");
            }
            return new FoundFile(new FileContent(bytes));
        }
    }

    /** Mostly as many bytes as expected; at most one more than are read of any file. */
    private static byte[] readAll(InputStream in, int expected) throws IOException {
        byte[] bytes = new byte[expected];
        int length = in.readNBytes(bytes, 0, expected);
        int more = length < expected ? -1 : in.read();
        if (more < 0) {
            return length < expected ? Arrays.copyOf(bytes, length) : bytes;
        }
        byte[] rest = in.readNBytes(MAX_FILE_BYTES - expected);
        byte[] all = Arrays.copyOf(bytes, expected + 1 + rest.length);
        all[expected] = (byte) more;
        System.arraycopy(rest, 0, all, expected + 1, rest.length);
        return all;
    }
}
