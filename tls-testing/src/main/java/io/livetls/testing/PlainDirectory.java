package io.livetls.testing;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A directory of ordinary files, and the ways in which they change where no Kubernetes swaps them: written in place, half
 * written, replaced, lost. Each method is one such way, so that a test says what happens in one line.
 *
 * <pre>{@code
 * PlainDirectory files = PlainDirectory.create(directory);
 * files.write(root.issue(), root);                                  // tls.crt, tls.key and ca.crt
 * files.write("tls.key", root.issue().privateKeyPem());             // a key that doesn't fit
 * files.truncate("tls.crt");                                        // half a file
 * files.writeInHalves("ca.crt", pem, () -> assertStillServed());    // a writer that is slow
 * }</pre>
 *
 * <p>What a method leaves out of its description it doesn't touch: other files, the directory, the modification time it
 * would have by itself. For POSIX file systems only. Not thread-safe: one thread writes, any number may read the files.
 */
public final class PlainDirectory {
    private final Path directory;

    private PlainDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Names a directory and makes it if it isn't there.
     *
     * @param directory its files stay
     * @return the directory
     * @throws UncheckedIOException if it can't be made
     */
    public static PlainDirectory create(Path directory) {
        FileWork.run(() -> Files.createDirectories(directory));
        return new PlainDirectory(directory);
    }

    /**
     * The directory.
     *
     * @return the path that was given
     */
    public Path path() {
        return directory;
    }

    /**
     * The path of a file.
     *
     * @param name such as {@code tls.crt}; the file need not be there
     * @return the path
     */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * Writes {@code tls.crt}, {@code tls.key} and, where CAs are given, {@code ca.crt}, one after the other and in place.
     *
     * @param identity the certificate and its key
     * @param trusted the CAs of {@code ca.crt}; none leaves that file as it is
     * @throws UncheckedIOException if the file system fails
     */
    public void write(IssuedCertificate identity, CertificateAuthority... trusted) {
        FileWork.run(() -> FileWork.writeAll(TlsFiles.of(identity, trusted), directory));
    }

    /**
     * Writes a file in place: it is emptied, then filled, and stays the same inode.
     *
     * @param name such as {@code tls.crt}; it may be new
     * @param content the whole text of the file
     * @throws UncheckedIOException if the file system fails
     */
    public void write(String name, String content) {
        FileWork.run(() -> Files.writeString(file(name), content));
    }

    /**
     * Writes a file in place with a pause in the middle, at which the file has the first half of the new content and
     * nothing else.
     *
     * @param name such as {@code tls.crt}; it may be new
     * @param content the whole text of the file
     * @param between runs when one half is on disk
     * @throws UncheckedIOException if the file system fails
     */
    public void writeInHalves(String name, String content, Runnable between) {
        FileWork.run(() -> {
            int half = content.length() / 2;
            Files.writeString(file(name), content.substring(0, half));
            between.run();
            Files.writeString(file(name), content.substring(half), StandardOpenOption.APPEND);
        });
    }

    /**
     * Replaces a file at once: the content goes to a hidden neighbour file, which is then renamed over it. The file is a
     * new inode.
     *
     * @param name such as {@code tls.crt}; it may be new
     * @param content the whole text of the file
     * @throws UncheckedIOException if the file system fails
     */
    public void replace(String name, String content) {
        FileWork.run(() -> {
            Path neighbour = Files.writeString(file("." + name + ".tmp"), content);
            Files.move(neighbour, file(name), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /**
     * Writes a file in place so that neither its size nor its modification time tells: line feeds fill it up to the old
     * size, and the old time is set again.
     *
     * @param name of a file that is there
     * @param content the text; not longer than the file is now, for which {@link #padded} helps
     * @throws IllegalArgumentException if the text is longer than the file is now
     * @throws UncheckedIOException if the file system fails
     */
    public void writeUnnoticed(String name, String content) {
        FileWork.run(() -> {
            Path file = file(name);
            FileTime time = Files.getLastModifiedTime(file);
            Files.writeString(file, padded(content, Math.toIntExact(Files.size(file))));
            Files.setLastModifiedTime(file, time);
        });
    }

    /**
     * Fills a text up with line feeds, which PEM ignores.
     *
     * @param content the text
     * @param size the size in bytes of UTF-8 that it shall have
     * @return the text with as many line feeds after it as it needs
     * @throws IllegalArgumentException if the text is longer
     */
    public static String padded(String content, int size) {
        int length = content.getBytes(StandardCharsets.UTF_8).length;
        if (length > size) {
            throw new IllegalArgumentException("content: " + length + " bytes (expected: at most " + size
                    + "; write the file with padded(content, size) first)");
        }
        return content + "\n".repeat(size - length);
    }

    /**
     * Cuts a file in half, in place.
     *
     * @param name of a file that is there
     * @throws UncheckedIOException if the file system fails
     */
    public void truncate(String name) {
        FileWork.run(() -> {
            byte[] content = Files.readAllBytes(file(name));
            Files.write(file(name), Arrays.copyOf(content, content.length / 2));
        });
    }

    /**
     * Removes a file.
     *
     * @param name of a file that is there
     * @throws UncheckedIOException if the file system fails
     */
    public void remove(String name) {
        FileWork.run(() -> Files.delete(file(name)));
    }

    /**
     * Makes a second name of a file, outside this directory. What is written to that name changes the file here, yet a
     * watch of this directory gets no event. Making the name does give one, so it comes first.
     *
     * @param name of a file that is there
     * @return the other name, in a directory beside this one; write to it with {@link Files#writeString}
     * @throws UncheckedIOException if the file system fails
     */
    public Path hardLink(String name) {
        return FileWork.get(() -> {
            Path links = Files.createDirectories(beside(".links"));
            return Files.createLink(links.resolve(name), file(name));
        });
    }

    /**
     * Takes all permissions of a file away. They don't stop root: {@link Files#isReadable} tells whether they stop the
     * test.
     *
     * @param name of a file that is there
     * @throws UncheckedIOException if the file system fails
     */
    public void denyReading(String name) {
        permissions(name, "---------");
    }

    /**
     * Gives a file the permissions that let its owner read and write it.
     *
     * @param name of a file that is there
     * @throws UncheckedIOException if the file system fails
     */
    public void allowReading(String name) {
        permissions(name, "rw-------");
    }

    private void permissions(String name, String permissions) {
        FileWork.run(() -> Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString(permissions)));
    }

    /**
     * Removes the directory with its files and makes it again with the same files. The directory is a new inode, and a
     * watch of the old one is dead.
     *
     * @param between runs when there is no directory
     * @throws UncheckedIOException if the file system fails
     */
    public void recreate(Runnable between) {
        FileWork.run(() -> {
            Map<String, byte[]> files = FileWork.readAll(directory);
            FileWork.deleteTree(directory);
            between.run();
            Files.createDirectory(directory);
            FileWork.writeAll(files, directory);
        });
    }

    /**
     * Makes a new directory with this identity, renames the present one away and the new one to its place. The old one
     * lives on under another name, so a watch of it stays valid and sees nothing.
     *
     * @param identity the certificate and its key
     * @param trusted the CAs of {@code ca.crt}; none for no such file
     * @throws UncheckedIOException if the file system fails
     */
    public void exchange(IssuedCertificate identity, CertificateAuthority... trusted) {
        FileWork.run(() -> {
            Path next = Files.createDirectory(beside(".new"));
            FileWork.writeAll(TlsFiles.of(identity, trusted), next);
            Files.move(directory, Files.createTempDirectory(parent(), name() + ".old"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(next, directory, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /**
     * Writes many files that are of no interest, one after the other: a busy neighbour, and from about 512 on more than a
     * watch service queues.
     *
     * @param count how many; named {@code neighbour-0.log} and so on, so a second call writes the same ones again
     * @throws UncheckedIOException if the file system fails
     */
    public void flood(int count) {
        FileWork.run(() -> {
            for (int i = 0; i < count; i++) {
                Files.writeString(file("neighbour-" + i + ".log"), "nothing of interest\n");
            }
        });
    }

    private Path beside(String suffix) {
        return parent().resolve(name() + suffix);
    }

    private Path parent() {
        return Objects.requireNonNull(directory.toAbsolutePath().getParent(), "the root has no neighbour directory");
    }

    private String name() {
        return Objects.requireNonNull(directory.getFileName(), "the root has no name")
                .toString();
    }
}
