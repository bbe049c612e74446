package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.testing.PlainDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A directory of ordinary files, in careless hands. All files always have the same size. */
final class PlainLayout implements Layout {
    static final int SIZE = 8000;

    /** More than a watch service queues, though it may be emptied as quickly. */
    private static final int FLOOD = 600;

    private static final int FLOODING_THREADS = 3;

    private final PlainDirectory files;
    private final Path elsewhere;
    private int links;

    PlainLayout(Path directory) throws IOException {
        this.files = PlainDirectory.create(directory.resolve("tls"));
        this.elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    }

    @Override
    public LiveTls.Builder configure(LiveTls.Builder builder) {
        return builder.identity(files.file(Version.CERTIFICATE), files.file(Version.KEY))
                .trust(files.file(Version.TRUST).toString())
                .reloadInterval(Site.NEVER);
    }

    /** In place. */
    @Override
    public void write(Version version) {
        version.files().forEach(this::write);
    }

    private void write(String file, String content) {
        files.write(file, PlainDirectory.padded(content, SIZE));
    }

    @Override
    public void overwrite(Version current, Map<String, String> contents) {
        contents.forEach(files::write);
    }

    @Override
    public List<Way> ways() {
        return List.of(
                inParts("in place", (before, next) -> write(next)),
                inParts(
                        "files renamed over",
                        (before, next) -> next.files()
                                .forEach((file, content) -> files.replace(file, PlainDirectory.padded(content, SIZE)))),
                inParts("same size, same time", (before, next) -> next.files().forEach(files::writeUnnoticed)),
                inParts("directory replaced by another", this::exchange),
                inParts("directory removed and made again", this::recreate),
                inParts("links to files elsewhere", (before, next) -> link(next)),
                inParts("amid a flood of neighbours", (before, next) -> flood(next)),
                inParts("clock set back ten years", (before, next) -> writeAsOf(next, Duration.ofDays(-3650))),
                inParts("clock set forward ten years", (before, next) -> writeAsOf(next, Duration.ofDays(3650))));
    }

    private static Way inParts(String text, Way.Writing writing) {
        return new Way(text, Way.Kind.IN_PARTS, writing);
    }

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        faults.addAll(PathFaults.ofFile("key", () -> files.file(Version.KEY)));
        faults.addAll(PathFaults.ofFile("certificate", () -> files.file(Version.CERTIFICATE)));
        faults.add(PathFaults.directoryGone(files.path()));
        faults.add(
                new Fault("torn key, repaired where no event tells", ContentFaults.TORN, this::tearWithSilentRepair));
        return faults;
    }

    /** Nothing but a retry notices that a fault is over if its end comes through another name of the file. */
    private Fault.Repair tearWithSilentRepair(Version current) throws IOException {
        String whole = PlainDirectory.padded(ContentFaults.content(current, Version.KEY), SIZE);
        Path key = files.file(Version.KEY).toRealPath();
        Path otherName = elsewhere.resolve("silent");
        Files.createLink(otherName, key);
        Files.writeString(key, ContentFaults.torn(ContentFaults.content(current, Version.KEY)));
        return () -> {
            Files.writeString(otherName, whole);
            Files.delete(otherName);
        };
    }

    private void exchange(Version before, Version next) {
        files.exchange(next.identity(), next.trusted());
        write(next);
    }

    private void recreate(Version before, Version next) {
        files.recreate(() -> {});
        write(next);
    }

    private void link(Version next) throws IOException {
        links++;
        for (Map.Entry<String, String> file : next.files().entrySet()) {
            Path target = elsewhere.resolve(links % 2 + "-" + file.getKey());
            Files.deleteIfExists(target);
            Files.writeString(target, PlainDirectory.padded(file.getValue(), SIZE));
            Trees.link(files.file(file.getKey()), target);
        }
    }

    /** Neighbours come and go all the time while the files are written. */
    private void flood(Version next) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(FLOODING_THREADS);
        try {
            List<Future<?>> flooding = new ArrayList<>();
            for (int i = 0; i < FLOODING_THREADS; i++) {
                Path neighbour = files.file("neighbour-" + i);
                Path renamed = files.file("neighbour-" + i + ".renamed");
                flooding.add(threads.submit(() -> {
                    for (int event = 0; event < FLOOD; event++) {
                        Files.writeString(neighbour, "nothing of interest");
                        Trees.move(neighbour, renamed);
                    }
                    return Files.deleteIfExists(renamed);
                }));
            }
            write(next);
            for (Future<?> each : flooding) {
                each.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void writeAsOf(Version next, Duration step) throws IOException {
        write(next);
        FileTime time = FileTime.from(Instant.now().plus(step));
        for (String file : next.files().keySet()) {
            Files.setLastModifiedTime(files.file(file), time);
        }
        Files.setLastModifiedTime(files.path(), time);
    }
}
