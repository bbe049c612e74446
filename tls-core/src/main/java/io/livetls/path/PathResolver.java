package io.livetls.path;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Resolves paths as the kernel does, one component after the other, and remembers every link that it has read. Make one
 * for one reading and throw it away afterwards.
 *
 * <p>The memory is the point. Of a Kubernetes secret volume
 *
 * <pre>
 *     tls.crt -> ..data/tls.crt
 *     tls.key -> ..data/tls.key
 *     ..data  -> ..2026_11_21_08_00_00.1
 * </pre>
 *
 * both files resolve to the same {@code ..2026_11_21_08_00_00.1}, even if {@code ..data} is pointed elsewhere between
 * the two calls. Whoever then reads the {@link Resolution#real() real} paths gets a pair that belongs together, or a
 * {@link NoSuchFileException} if the old directory is gone by then, but never half of each.
 *
 * <p>Not thread-safe.
 */
public final class PathResolver {
    /** How many links one path may lead over: Linux's limit, see path_resolution(7). */
    private static final int MAX_LINKS = 40;

    private static final int MAX_RACES = 8;

    /** What is known of an entry: links and directories, by their place. Files aren't kept: nothing leads over them. */
    private final Map<Path, Entry> entries = new HashMap<>();

    /** A resolver that knows nothing yet. */
    public PathResolver() {}

    /**
     * Resolves a path.
     *
     * @param path the path; a relative one starts in the working directory
     * @return what it means; a path that leads to nothing is no error but a resolution that doesn't exist
     * @throws FileSystemLoopException if the path leads over more than 40 links, mostly because they form a loop
     */
    public Resolution resolve(Path path) throws FileSystemLoopException {
        Walk walk = new Walk();
        Resolution resolution = walk.resolve(path);
        if (walk.links > MAX_LINKS) {
            throw new FileSystemLoopException(path.toString());
        }
        return resolution;
    }

    /**
     * Resolves a path as far as it leads, for those who want to know the entries and not the file.
     *
     * @param path the path; a relative one starts in the working directory
     * @return as {@link #resolve}; a loop is a resolution that doesn't exist, with the hops that were made
     */
    public Resolution trace(Path path) {
        return new Walk().resolve(path);
    }

    private Entry entry(Path path) {
        Entry known = entries.get(path);
        if (known != null) {
            return known;
        }
        Entry entry = lookUp(path);
        if (entry.kind == Hop.Kind.DIRECTORY || entry.target != null) {
            entries.put(path, entry);
        }
        return entry;
    }

    private static Entry lookUp(Path path) {
        for (int race = 0; race < MAX_RACES; race++) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isSymbolicLink()) {
                    return new Entry(Hop.Kind.LINK_TO_NOTHING, Files.readSymbolicLink(path));
                }
                return attributes.isDirectory() ? Entry.DIRECTORY : Entry.FILE;
            } catch (NotLinkException e) {
                // It was a link a moment ago: look again.
            } catch (NoSuchFileException e) {
                return Entry.MISSING;
            } catch (IOException | UnsupportedOperationException e) {
                return Entry.UNREACHABLE;
            }
        }
        return Entry.UNREACHABLE;
    }

    /** An entry of a directory; a link has a target. */
    private record Entry(Hop.Kind kind, @Nullable Path target) {
        static final Entry DIRECTORY = new Entry(Hop.Kind.DIRECTORY, null);
        static final Entry FILE = new Entry(Hop.Kind.FILE, null);
        static final Entry MISSING = new Entry(Hop.Kind.MISSING, null);
        static final Entry UNREACHABLE = new Entry(Hop.Kind.UNREACHABLE, null);
    }

    /** Where a walk is; never on a link. */
    private record Place(Path path, Hop.Kind kind) {}

    /** The walk along one path. */
    private final class Walk {
        private final List<Hop> hops = new ArrayList<>();
        private int links;

        Resolution resolve(Path path) {
            Path absolute = path.toAbsolutePath();
            Path root = Objects.requireNonNull(absolute.getRoot(), "an absolute path has a root");
            Place place = walk(new Place(root, Hop.Kind.DIRECTORY), absolute);
            return new Resolution(path, place.path, hops, place.kind);
        }

        private Place walk(Place start, Path names) {
            Place place = start;
            for (Path name : names) {
                place = step(place, name.toString());
            }
            return place;
        }

        private Place step(Place place, String name) {
            if (name.isEmpty()) {
                return place;
            }
            if (place.kind != Hop.Kind.DIRECTORY) {
                // Nothing is below a file: ENOTDIR, even for "." and "..".
                return new Place(place.path.resolve(name), place.kind == Hop.Kind.FILE ? Hop.Kind.MISSING : place.kind);
            }
            return switch (name) {
                case "." -> place;
                case ".." -> new Place(above(place.path), Hop.Kind.DIRECTORY);
                default -> enter(place.path, name);
            };
        }

        private Path above(Path directory) {
            Path parent = directory.getParent();
            return parent == null ? directory : parent;
        }

        private Place enter(Path directory, String name) {
            Path path = directory.resolve(name);
            Entry entry = entry(path);
            if (entry.target != null) {
                return follow(directory, name, entry.target);
            }
            hops.add(new Hop(directory, name, entry.kind));
            return new Place(path, entry.kind);
        }

        private Place follow(Path directory, String name, Path target) {
            int index = hops.size();
            hops.add(new Hop(directory, name, Hop.Kind.LINK_TO_NOTHING));
            if (++links > MAX_LINKS) {
                return new Place(directory.resolve(name), Hop.Kind.UNREACHABLE);
            }
            Path root = directory.resolve(target).getRoot();
            Path start = target.getRoot() == null || root == null ? directory : root;
            Place end = walk(new Place(start, Hop.Kind.DIRECTORY), target);
            if (end.kind == Hop.Kind.DIRECTORY) {
                hops.set(index, new Hop(directory, name, Hop.Kind.LINK_TO_DIRECTORY));
            } else if (end.kind == Hop.Kind.FILE) {
                hops.set(index, new Hop(directory, name, Hop.Kind.LINK_TO_FILE));
            }
            return end;
        }
    }
}
