package io.livetls.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds of the operating system, as Linux tells it.
 *
 * @param descriptors how many of each kind: sockets, inotify instances, files...
 * @param watches how many directories the inotify instances watch
 * @param watchers how many threads are the library's
 * @param residentKilobytes for the reader; too noisy to judge by
 */
record Resources(Map<String, Integer> descriptors, int watches, int watchers, long residentKilobytes) {
    private static final Path SELF = Path.of("/proc/self");

    static Resources now() {
        Map<String, Integer> descriptors = new TreeMap<>();
        int watches = 0;
        try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
            for (Path descriptor : open.toList()) {
                String kind = kind(descriptor);
                if (kind != null) {
                    descriptors.merge(kind, 1, Integer::sum);
                    watches += kind.contains("inotify") ? watches(descriptor) : 0;
                }
            }
            return new Resources(descriptors, watches, libraryThreads(), resident());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int open() {
        return descriptors.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What there is more of, and how many. */
    Map<String, String> moreThan(Resources before) {
        Map<String, String> more = new TreeMap<>();
        descriptors.forEach((kind, count) ->
                compare("descriptors of " + kind, before.descriptors.getOrDefault(kind, 0), count, more));
        compare("watched directories", before.watches, watches, more);
        compare("threads of the library", before.watchers, watchers, more);
        return more;
    }

    private static void compare(String what, int before, int now, Map<String, String> more) {
        if (now > before) {
            more.put(what, before + " before, " + now + " now");
        }
    }

    /** Null for what is gone, or is opened by class loading and never closed. */
    private static @Nullable String kind(Path descriptor) throws IOException {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (target.endsWith(".jar") || target.endsWith(".so") || target.contains("/lib/modules")) {
                return null;
            }
            return target.startsWith("/") ? target : target.replaceAll(":?\\[\\d+]", "");
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static int watches(Path descriptor) throws IOException {
        try (Stream<String> lines = Files.lines(SELF.resolve("fdinfo").resolve(descriptor.getFileName()))) {
            return Math.toIntExact(
                    lines.filter(line -> line.startsWith("inotify wd:")).count());
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static int libraryThreads() {
        return Math.toIntExact(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("livetls-"))
                .count());
    }

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(SELF.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
