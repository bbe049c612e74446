package io.livetls.soak;

import io.livetls.material.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Faults of one file or directory, which can have any content. */
final class PathFaults {
    private static final Set<Problem> GONE = Set.of(Problem.NOT_FOUND);
    private static final Set<Problem> UNREADABLE = Set.of(Problem.UNREADABLE);

    private PathFaults() {}

    /** What can happen to a file, which isn't a link. Links are what the path leads to, so ask when it happens. */
    static List<Fault> ofFile(String what, Supplier<Path> file) {
        List<Fault> faults = new ArrayList<>();
        faults.add(new Fault("missing " + what, GONE, current -> Trees.takeAway(file.get())));
        faults.add(new Fault(
                "directory in place of a " + what,
                UNREADABLE,
                current -> Trees.replace(file.get(), path -> Files.createDirectory(path))));
        faults.add(new Fault(
                "link to nothing in place of a " + what,
                GONE,
                current -> Trees.replace(file.get(), path -> Files.createSymbolicLink(path, Path.of("nothing")))));
        faults.add(new Fault(
                "link to itself in place of a " + what,
                UNREADABLE,
                current -> Trees.replace(file.get(), path -> Files.createSymbolicLink(path, path.getFileName()))));
        if (permissionsMatter()) {
            faults.add(new Fault("no permission to read a " + what, UNREADABLE, current -> {
                Path denied = file.get();
                Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("---------"));
                return () -> Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("rw-------"));
            }));
        }
        return faults;
    }

    static Fault directoryGone(Path directory) {
        return new Fault("directory gone for a while", GONE, current -> Trees.takeAway(directory));
    }

    /** They don't stop root. */
    private static boolean permissionsMatter() {
        return !"root".equals(System.getProperty("user.name"));
    }
}
