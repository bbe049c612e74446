package io.livetls.watch;

import io.livetls.path.Hop;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A directory that somebody wants to know about: which names matter to whom, and the key that watches it. */
final class Directory {
    final Path path;

    /** Null while it can't be watched. */
    @Nullable WatchKey key;

    /** What the key watches: a directory that was made again under the same path is another one. Null if not known. */
    @Nullable Object inode;

    private final Map<String, Map<Subscription, Hop.Kind>> byName = new HashMap<>();
    private final Set<Subscription> everyName = new HashSet<>();

    Directory(Path path) {
        this.path = path;
    }

    /** Replaces what mattered to a subscription. */
    void change(Subscription subscription, Watchlist.@Nullable Interest before, Watchlist.@Nullable Interest now) {
        if (before != null) {
            for (String name : before.names().keySet()) {
                if (now == null || !now.names().containsKey(name)) {
                    byName.computeIfPresent(name, (same, subscriptions) -> {
                        subscriptions.remove(subscription);
                        return subscriptions.isEmpty() ? null : subscriptions;
                    });
                }
            }
        }
        if (now != null) {
            now.names()
                    .forEach((name, kind) -> byName.computeIfAbsent(name, same -> new HashMap<>())
                            .put(subscription, kind));
        }
        if (now != null && now.everyName()) {
            everyName.add(subscription);
        } else {
            everyName.remove(subscription);
        }
    }

    boolean isUnwanted() {
        return byName.isEmpty() && everyName.isEmpty();
    }

    /** Whether somebody's path leads over this name. */
    boolean isNamed(String name) {
        return byName.containsKey(name);
    }

    /** Whoever an event for this name concerns, each once, with what the name was; null if it is only one of all names. */
    void forEachConcerned(String name, BiConsumer<Subscription, Hop.@Nullable Kind> action) {
        Map<Subscription, Hop.Kind> named = byName.getOrDefault(name, Map.of());
        named.forEach(action);
        for (Subscription subscription : everyName) {
            if (!named.containsKey(subscription)) {
                action.accept(subscription, null);
            }
        }
    }

    void forEach(Consumer<Subscription> action) {
        byName.values().forEach(subscriptions -> subscriptions.keySet().forEach(action));
        everyName.forEach(action);
    }

    boolean isWatched(@Nullable Object currentInode) {
        return key != null && key.isValid() && currentInode != null && currentInode.equals(inode);
    }
}
