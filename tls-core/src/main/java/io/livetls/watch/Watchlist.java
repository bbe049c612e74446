package io.livetls.watch;

import io.livetls.path.Hop;
import io.livetls.path.PathResolver;
import io.livetls.path.Resolution;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of which directories decide what some paths mean and hold. A neighbour that isn't named here may change
 * as often as it likes.
 */
record Watchlist(Map<Path, Interest> directories) {
    static final Watchlist EMPTY = new Watchlist(Map.of());

    Watchlist {
        directories = Map.copyOf(directories);
    }

    /** What matters in one directory: some names and what they were, or every name. */
    record Interest(Map<String, Hop.Kind> names, boolean everyName) {
        Interest {
            names = Map.copyOf(names);
        }
    }

    @Nullable Interest in(Path directory) {
        return directories.get(directory);
    }

    /** Looks the paths up now. A path that is a directory stands for the directory and what its links lead to. */
    static Watchlist of(Collection<Path> paths) {
        Gathering gathering = new Gathering();
        paths.forEach(gathering::add);
        return gathering.done();
    }

    private static final class Gathering {
        private final PathResolver resolver = new PathResolver();
        private final Map<Path, Map<String, Hop.Kind>> names = new HashMap<>();
        private final Set<Path> everyName = new HashSet<>();

        void add(Path path) {
            Resolution resolution = addHops(path);
            if (resolution.isDirectory() && everyName.add(resolution.real())) {
                names.computeIfAbsent(resolution.real(), directory -> new HashMap<>());
                addLinksIn(resolution.real());
            }
        }

        private Resolution addHops(Path path) {
            Resolution resolution = resolver.trace(path);
            for (Hop hop : resolution.hops()) {
                names.computeIfAbsent(hop.directory(), directory -> new HashMap<>())
                        .putIfAbsent(hop.name(), hop.kind());
            }
            return resolution;
        }

        private void addLinksIn(Path directory) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    if (Files.isSymbolicLink(entry)) {
                        addHops(entry);
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                // It went away or may not be listed. The hops to it are watched, and the poll looks again.
            }
        }

        Watchlist done() {
            Map<Path, Interest> directories = new HashMap<>();
            names.forEach((directory, entries) ->
                    directories.put(directory, new Interest(entries, everyName.contains(directory))));
            return new Watchlist(directories);
        }
    }
}
