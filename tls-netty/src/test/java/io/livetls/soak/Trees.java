package io.livetls.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/** Work on whole directories, and on what is in the place of a file. */
final class Trees {
    private Trees() {}

    static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lets a name lead to another target, at once. */
    static void link(Path name, Path target) throws IOException {
        Path temporary = beside(name, ".link");
        Files.createSymbolicLink(temporary, target);
        move(temporary, name);
    }

    /** Something hidden next to a path. */
    static Path beside(Path path, String ending) {
        return path.resolveSibling("." + Objects.requireNonNull(path.getFileName()) + ending);
    }

    /** Puts what the action makes in the place of a file, until it is repaired. */
    static Fault.Repair replace(Path file, Making making) throws IOException {
        Path away = beside(file, ".away");
        move(file, away);
        making.make(file);
        return () -> {
            Files.delete(file);
            move(away, file);
        };
    }

    /** Takes a file or directory away, until it is repaired. */
    static Fault.Repair takeAway(Path path) throws IOException {
        Path away = beside(path, ".away");
        move(path, away);
        return () -> move(away, path);
    }

    /** Makes something at a path. */
    interface Making {
        void make(Path path) throws IOException;
    }
}
