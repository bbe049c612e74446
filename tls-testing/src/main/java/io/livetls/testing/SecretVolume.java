package io.livetls.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory that changes as the volume of a Kubernetes secret does, without Kubernetes.
 *
 * <pre>{@code
 * try (SecretVolume volume = SecretVolume.create(directory)) {
 *     volume.update(root.issue(), root);       // tls.crt, tls.key and ca.crt
 *     start(volume.file("tls.crt"), volume.file("tls.key"));
 *     volume.update(root.issue(), root);       // the same files, swapped at once
 *     volume.update("ca.crt", "");             // one file changes, the others stay
 * }
 * }</pre>
 *
 * <p>It looks like this, and an update does, in this order, what kubelet does ({@code pkg/volume/util/atomic_writer.go};
 * {@link Step} has the points at which a test may look):
 *
 * <pre>
 * ..2026_11_21_10_00_00.123456789/        the files themselves
 * ..data  -&gt; ..2026_11_21_10_00_00.123456789
 * tls.crt -&gt; ..data/tls.crt
 * </pre>
 *
 * <ol>
 *   <li>Nothing is done if the files are those that are there.
 *   <li>A new directory is made, named {@code ..} and the time in UTC and a random number, with mode 0755.
 *   <li>All files of the update are written into it.
 *   <li>{@code ..data_tmp} is made, a link to the new directory.
 *   <li>{@code ..data_tmp} is renamed to {@code ..data}; this is the instant at which all files change.
 *   <li>Links are made for files that are new. (Older kubelets did this before the fourth step.)
 *   <li>The links of files that are gone are removed.
 *   <li>The directory of the last update is removed.
 * </ol>
 *
 * <p>The files have mode 0644, the default of a secret volume. For POSIX file systems only. Not thread-safe: one thread
 * updates, any number may read the files.
 */
public final class SecretVolume implements AutoCloseable {
    private static final String DATA = "..data";
    private static final String DATA_TMP = "..data_tmp";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("'..'yyyy_MM_dd_HH_mm_ss", Locale.ROOT);

    /** What {@link #update(Map, Consumer)} has just done. */
    public enum Step {
        /** The new timestamped directory is there, empty. */
        DIRECTORY_MADE,
        /** All files are in the new directory; readers still see the old ones. */
        FILES_WRITTEN,
        /** The link {@code ..data_tmp} points to the new directory. */
        LINK_MADE,
        /** The link is now {@code ..data}: readers see the new files. */
        SWAPPED,
        /** Files that the last update didn't have are visible. */
        NEW_FILES_VISIBLE,
        /** Files that this update doesn't have are no longer visible. */
        OLD_FILES_HIDDEN,
        /** The directory of the last update is gone. */
        OLD_DIRECTORY_REMOVED
    }

    private final Path directory;
    private final boolean made;

    private SecretVolume(Path directory, boolean made) {
        this.directory = directory;
        this.made = made;
    }

    /**
     * Makes an empty volume.
     *
     * @param directory made if it isn't there
     * @return the volume, without a file
     * @throws UncheckedIOException if the directory can't be made
     */
    public static SecretVolume create(Path directory) {
        return FileWork.get(() -> {
            boolean made = Files.notExists(directory);
            Files.createDirectories(directory);
            return new SecretVolume(directory, made);
        });
    }

    /**
     * The directory, as a pod mounts it.
     *
     * @return the path that was given
     */
    public Path path() {
        return directory;
    }

    /**
     * The path of a file, as a service's settings name it.
     *
     * @param name such as {@code tls.crt}; the file need not be there
     * @return a path through the links
     */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * Swaps in a {@code kubernetes.io/tls} secret: {@code tls.crt}, {@code tls.key} and, where CAs are given,
     * {@code ca.crt}. Other files go.
     *
     * @param identity the certificate and its key
     * @param trusted the CAs of {@code ca.crt}; none for no such file
     * @throws UncheckedIOException if the file system fails
     */
    public void update(IssuedCertificate identity, CertificateAuthority... trusted) {
        update(TlsFiles.of(identity, trusted));
    }

    /**
     * Swaps in a new version in which one file differs from the present one.
     *
     * @param name such as {@code ca.crt}; it may be new
     * @param content the whole text of the file
     * @throws UncheckedIOException if the file system fails
     */
    public void update(String name, String content) {
        Map<String, byte[]> files = new TreeMap<>(current());
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
        update(files);
    }

    /**
     * Swaps in a new version in which one file is cut in half.
     *
     * @param name such as {@code tls.crt}
     * @throws IllegalArgumentException if there is no such file
     * @throws UncheckedIOException if the file system fails
     */
    public void truncate(String name) {
        Map<String, byte[]> files = new TreeMap<>(current());
        byte[] content = files.get(name);
        if (content == null) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: one of " + files.keySet() + ")");
        }
        files.put(name, Arrays.copyOf(content, content.length / 2));
        update(files);
    }

    /**
     * Swaps in a new version without one of the files.
     *
     * @param name such as {@code ca.crt}
     * @throws UncheckedIOException if the file system fails
     */
    public void remove(String name) {
        Map<String, byte[]> files = new TreeMap<>(current());
        files.remove(name);
        update(files);
    }

    /**
     * Swaps in exactly these files.
     *
     * @param files the contents by name
     * @throws IllegalArgumentException if a name is empty, has a slash or begins with {@code ..}
     * @throws UncheckedIOException if the file system fails
     */
    public void update(Map<String, byte[]> files) {
        update(files, step -> {});
    }

    /**
     * Swaps in exactly these files, and stops between the steps for a test to look.
     *
     * @param files the contents by name
     * @param observer called in the updating thread after each step; not called if nothing has changed
     * @throws IllegalArgumentException if a name is empty, has a slash or begins with {@code ..}
     * @throws UncheckedIOException if the file system fails
     */
    public void update(Map<String, byte[]> files, Consumer<Step> observer) {
        files.keySet().forEach(SecretVolume::requireVisible);
        FileWork.run(() -> {
            Path old = currentDirectory();
            Map<String, byte[]> before = current();
            if (old != null && sameContent(before, files)) {
                return;
            }
            Path next = newDirectory();
            observer.accept(Step.DIRECTORY_MADE);
            write(files, next);
            observer.accept(Step.FILES_WRITTEN);
            Path link = directory.resolve(DATA_TMP);
            Files.createSymbolicLink(link, next.getFileName());
            observer.accept(Step.LINK_MADE);
            Files.move(link, directory.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
            observer.accept(Step.SWAPPED);
            for (String name : new TreeSet<>(files.keySet())) {
                if (!Files.isSymbolicLink(file(name))) {
                    Files.createSymbolicLink(file(name), Path.of(DATA, name));
                }
            }
            observer.accept(Step.NEW_FILES_VISIBLE);
            for (String name : before.keySet()) {
                if (!files.containsKey(name)) {
                    Files.delete(file(name));
                }
            }
            observer.accept(Step.OLD_FILES_HIDDEN);
            if (old != null) {
                FileWork.deleteTree(old);
            }
            observer.accept(Step.OLD_DIRECTORY_REMOVED);
        });
    }

    /**
     * The files of the present version.
     *
     * @return the contents by name, sorted; empty before the first update
     * @throws UncheckedIOException if the file system fails
     */
    public Map<String, byte[]> current() {
        return FileWork.get(() -> {
            Path present = currentDirectory();
            return present == null ? Map.of() : FileWork.readAll(present);
        });
    }

    /**
     * Removes what the volume has made: the files, the links and, if it wasn't there before, the directory. A second call
     * does nothing.
     *
     * @throws UncheckedIOException if the file system fails
     */
    @Override
    public void close() {
        FileWork.run(() -> {
            for (String name : current().keySet()) {
                Files.deleteIfExists(file(name));
            }
            Path present = currentDirectory();
            Files.deleteIfExists(directory.resolve(DATA));
            if (present != null) {
                FileWork.deleteTree(present);
            }
            if (made && Files.exists(directory)) {
                FileWork.deleteTree(directory);
            }
        });
    }

    private @Nullable Path currentDirectory() throws IOException {
        Path data = directory.resolve(DATA);
        return Files.exists(data, LinkOption.NOFOLLOW_LINKS) ? directory.resolve(Files.readSymbolicLink(data)) : null;
    }

    private Path newDirectory() throws IOException {
        long number = ThreadLocalRandom.current().nextLong(100_000_000L, 4_294_967_296L);
        Path next = directory.resolve(TIMESTAMP.format(ZonedDateTime.now(ZoneOffset.UTC)) + "." + number);
        Files.createDirectory(next);
        return Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Map<String, byte[]> files, Path target) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path written = Files.write(target.resolve(file.getKey()), file.getValue());
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static boolean sameContent(Map<String, byte[]> left, Map<String, byte[]> right) {
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), right.get(e.getKey())));
    }

    private static void requireVisible(String name) {
        if (name.isEmpty() || name.startsWith("..") || name.contains("/")) {
            throw new IllegalArgumentException(
                    "name: '" + name + "' (expected: a file name without a slash that doesn't begin with ..)");
        }
    }
}
