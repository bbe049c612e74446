package io.livetls.path;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a path means, and over which entries.
 *
 * @param requested the path as it was asked for
 * @param real the path without links, {@code .} and {@code ..}. Where something on the way is missing, the rest of the
 *     path is appended as it is, so that opening it fails for the true reason
 * @param hops every entry that was looked up, in the order of the look-ups: a link before the entries of its target. They
 *     end with the first entry that is missing or unreachable, since what would come after it can't be known
 * @param kind what was found: {@code DIRECTORY}, {@code FILE}, {@code MISSING} or {@code UNREACHABLE}
 */
public record Resolution(Path requested, Path real, List<Hop> hops, Hop.Kind kind) {

    /**
     * Checks the values.
     *
     * @param requested never null
     * @param real never null
     * @param hops copied
     * @param kind never null
     */
    public Resolution {
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(real, "real");
        hops = List.copyOf(hops);
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * Whether the path led to something.
     *
     * @return true for a file and for a directory
     */
    public boolean exists() {
        return kind == Hop.Kind.FILE || isDirectory();
    }

    /**
     * Whether the path led to a directory.
     *
     * @return true for a directory
     */
    public boolean isDirectory() {
        return kind == Hop.Kind.DIRECTORY;
    }
}
