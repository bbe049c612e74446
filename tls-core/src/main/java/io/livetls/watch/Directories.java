package io.livetls.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every directory that is watched, each once, however many want it. Not thread-safe: the loop's lock guards it.
 *
 * <p>A key belongs to an inode, not to a path: it stays valid, and silent, when its directory is renamed away and another
 * takes its place. So a key is trusted only after a look at the inode.
 */
final class Directories {
    private final Map<Path, Directory> byPath = new HashMap<>();

    /** More than one directory for a key: two paths may be one inode, as with bind mounts. */
    private final Map<WatchKey, Set<Directory>> byKey = new HashMap<>();

    /** Told when the kernel refuses to watch a directory for a reason that isn't the directory's. */
    private final Consumer<Exception> refused;

    Directories(Consumer<Exception> refused) {
        this.refused = refused;
    }

    /**
     * Replaces what a subscription wants, and sees to it that all of it is watched.
     *
     * @return whether something is watched that wasn't before. Then it may have changed after it was resolved and before
     *     it was watched, so resolve again
     */
    boolean change(Subscription subscription, Watchlist before, Watchlist now, DirectoryEvents events) {
        boolean fresh = false;
        if (!now.equals(before)) {
            now.directories()
                    .forEach((path, interest) -> byPath.computeIfAbsent(path, Directory::new)
                            .change(subscription, before.in(path), interest));
        }
        for (Path path : now.directories().keySet()) {
            Directory directory = byPath.get(path);
            fresh |= directory != null && watch(directory, events);
        }
        for (Path path : before.directories().keySet()) {
            Directory directory = byPath.get(path);
            if (now.in(path) == null && directory != null) {
                directory.change(subscription, before.in(path), null);
                if (directory.isUnwanted()) {
                    byPath.remove(path);
                    rebind(directory, null);
                }
            }
        }
        return fresh;
    }

    Set<Directory> of(WatchKey key) {
        return byKey.getOrDefault(key, Set.of());
    }

    /** After the source of the keys is gone. */
    void forgetKeys() {
        byKey.clear();
        byPath.values().forEach(directory -> directory.key = null);
    }

    int size() {
        return byPath.size();
    }

    int keys() {
        return byKey.size();
    }

    private boolean watch(Directory directory, DirectoryEvents events) {
        Object inode = inode(directory.path);
        if (directory.isWatched(inode)) {
            return false;
        }
        WatchKey before = directory.key;
        try {
            rebind(directory, events.register(directory.path));
        } catch (NoSuchFileException | NotDirectoryException e) {
            rebind(directory, null);
            return true;
        } catch (AccessDeniedException | ClosedWatchServiceException e) {
            // Watching takes the right to list: often missing above a directory that may be read. The poll covers it.
            // And the loop notices by itself that its source was closed.
            rebind(directory, null);
        } catch (IOException | RuntimeException e) {
            rebind(directory, null);
            refused.accept(e);
        }
        boolean same = Objects.equals(inode, inode(directory.path));
        directory.inode = same ? inode : null;
        return directory.key != null && (directory.key != before || !same);
    }

    private void rebind(Directory directory, @Nullable WatchKey key) {
        WatchKey before = directory.key;
        if (before == key) {
            return;
        }
        directory.key = key;
        if (key != null) {
            byKey.computeIfAbsent(key, same -> new HashSet<>()).add(directory);
        }
        if (before != null) {
            byKey.computeIfPresent(before, (same, directories) -> {
                directories.remove(directory);
                if (directories.isEmpty()) {
                    same.cancel();
                    return null;
                }
                return directories;
            });
        }
    }

    private static @Nullable Object inode(Path directory) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isDirectory() ? attributes.fileKey() : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
