package io.livetls;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds an open handle by a string, for objects that a driver makes from a class name and a string.
 *
 * <p>A handle is found by the name that was {@linkplain LiveTls.Builder#name set} for it, which is what people write in a
 * URL, or by its {@linkplain #reference reference}, which is what programs write. A closed handle isn't found. A handle
 * without a name of its own is found by its reference only.
 *
 * <p>Where two open handles have one name, as two applications of one server may if they share this library, the one
 * counts that was built under the thread's context class loader, or else under the nearest of its parents. Only the handle
 * is kept here, as its watching keeps it anyway; the class loader isn't.
 *
 * <p>Thread-safe.
 */
public final class HandleNames {
    private static final Object LOCK = new Object();
    private static final List<Entry> OPEN = new ArrayList<>();
    private static final int UNRELATED = Integer.MAX_VALUE;

    private static long handles;

    private record Entry(String text, LiveTls handle, WeakReference<ClassLoader> loader) {
        /** How many parents up from a class loader the handle was built. */
        int distanceFrom(@Nullable ClassLoader context) {
            ClassLoader built = loader.get();
            int distance = 0;
            for (ClassLoader each = context; each != null; each = each.getParent()) {
                if (each == built) {
                    return distance;
                }
                distance++;
            }
            return UNRELATED;
        }
    }

    private HandleNames() {}

    /**
     * The open handle that a string means.
     *
     * @param text a handle's name, or its reference
     * @return the handle
     * @throws IllegalStateException if no open handle is meant, or several are; it lists the names of those that are open
     */
    public static LiveTls find(String text) {
        synchronized (LOCK) {
            List<Entry> called =
                    OPEN.stream().filter(entry -> entry.text().equals(text)).toList();
            if (called.isEmpty()) {
                throw unknown(text);
            }
            return called.size() == 1
                    ? called.get(0).handle()
                    : nearest(text, called, Thread.currentThread().getContextClassLoader());
        }
    }

    /**
     * A string that means this handle and no other one of this process, also where others have the same name.
     *
     * @param handle an open handle
     * @return for {@link #find}, while the handle is open
     * @throws IllegalStateException if the handle is closed
     */
    public static String reference(LiveTls handle) {
        synchronized (LOCK) {
            if (handle.isClosed()) {
                throw new IllegalStateException(
                        "the handle " + handle.settings().name() + " is closed: close it after what uses it");
            }
            String reference = handle.reference();
            if (OPEN.stream()
                    .noneMatch(entry -> entry.handle() == handle && entry.text().equals(reference))) {
                OPEN.add(new Entry(reference, handle, new WeakReference<>(null)));
            }
            return reference;
        }
    }

    /** Makes the reference of a new handle. */
    static String newReference(String name) {
        synchronized (LOCK) {
            handles++;
            return name + "@" + handles;
        }
    }

    /** Lets a handle be found by the name that was set for it. */
    static void add(String name, LiveTls handle) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        synchronized (LOCK) {
            OPEN.add(new Entry(name, handle, new WeakReference<>(loader)));
        }
    }

    /** Forgets a handle that is closed by now. */
    static void remove(LiveTls handle) {
        synchronized (LOCK) {
            OPEN.removeIf(entry -> entry.handle() == handle);
        }
    }

    private static LiveTls nearest(String text, List<Entry> called, @Nullable ClassLoader context) {
        int shortest = called.stream()
                .mapToInt(entry -> entry.distanceFrom(context))
                .min()
                .orElse(UNRELATED);
        List<Entry> near = called.stream()
                .filter(entry -> entry.distanceFrom(context) == shortest)
                .toList();
        if (near.size() > 1) {
            throw new IllegalStateException(near.size() + " open handles have the name '" + text
                    + "', and the thread's context class loader doesn't tell which one is meant."
                    + " Give each a name of its own, or close the one that isn't used any more");
        }
        return near.get(0).handle();
    }

    private static IllegalStateException unknown(String text) {
        Set<String> names = new TreeSet<>();
        OPEN.stream()
                .filter(entry -> !entry.text().equals(entry.handle().reference()))
                .forEach(entry -> names.add(entry.text()));
        return new IllegalStateException("no open handle has the name '" + text + "' ("
                + (names.isEmpty() ? "none that is open has a name" : "open: " + String.join(", ", names))
                + "). Build one with LiveTls.builder().name(\"" + text
                + "\") before it is looked for, and keep it open while it is used");
    }
}
