package io.livetls.path;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One look-up on the way from a path to what it means: the entry {@code name} of the directory {@code directory}.
 * Whoever replaces, creates or removes that entry changes what the path means.
 *
 * @param directory the real directory that the name was looked up in: no component of it is a link
 * @param name the name of the entry, one component
 * @param kind what the entry was
 */
public record Hop(Path directory, String name, Kind kind) {

    /**
     * Checks the values.
     *
     * @param directory never null
     * @param name never null
     * @param kind never null
     */
    public Hop {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
    }

    /** What a directory entry is. */
    public enum Kind {
        /** A directory. */
        DIRECTORY,
        /** A regular file, or anything else that can be opened: a device, a pipe. */
        FILE,
        /** A symbolic link that leads to a directory, perhaps over other links. */
        LINK_TO_DIRECTORY,
        /** A symbolic link that leads to a file, perhaps over other links. */
        LINK_TO_FILE,
        /** A symbolic link that leads nowhere now: its target is missing, can't be reached, or is the link itself. */
        LINK_TO_NOTHING,
        /** There is no such entry. */
        MISSING,
        /** It can't be told, mostly because access is denied. */
        UNREACHABLE
    }
}
