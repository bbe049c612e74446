package io.livetls.examples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that only its owner can read and that goes with the program, by Ctrl-C too: it holds private keys. */
public final class TemporaryDirectory implements AutoCloseable {
    private final Path path;
    private final Thread atExit = new Thread(this::delete, "cleanup");

    /**
     * Makes it.
     *
     * @throws UncheckedIOException if the file system fails
     */
    public TemporaryDirectory() {
        try {
            this.path = Files.createTempDirectory("livetls");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory can be made", e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Where it is.
     *
     * @return an absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * Removes it with all that is in it.
     *
     * @throws UncheckedIOException if the file system fails
     */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        delete();
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " can't be removed", e);
        }
    }
}
