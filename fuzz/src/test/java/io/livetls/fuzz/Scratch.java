package io.livetls.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory of the process, emptied before each input. */
final class Scratch {
    private static final Path DIRECTORY = made();

    private Scratch() {}

    static Path emptied() {
        try (Stream<Path> entries = Files.list(DIRECTORY)) {
            for (Path entry : entries.toList()) {
                Files.delete(entry);
            }
            return DIRECTORY;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It is in messages since the files are named there: the one thing that fuzzers learn and may be told. */
    static String name() {
        return DIRECTORY.toString();
    }

    static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path made() {
        try {
            Path directory = Files.createTempDirectory("fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        try {
            emptied();
            Files.delete(directory);
        } catch (IOException | UncheckedIOException e) {
            // It is in the directory for such files: nothing else is to be done at the end.
        }
    }
}
