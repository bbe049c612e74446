package io.livetls.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Many live handles in one JVM, as with tenants or names that each have a certificate and key of their own in a secret volume
 * of their own, and share one file of trust: what each takes of the heap, who watches, what they cost at rest, and how long it
 * takes to notice that one of them has changed. Few handles and many are measured in the same run; then the look-up of names.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=ManyHandles [-Dbenchmark.args="changes rest-seconds most"]
 * }</pre>
 */
final class ManyHandles {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final long DEADLINE_SECONDS = 60;
    private static final int WARM_UP_CHANGES = 5;

    private final int changes;
    private final long restNanos;
    private final int[] counts;
    private final CertificateAuthority issuer = CertificateAuthority.create("Tenants");
    private final List<SecretVolume> volumes = new ArrayList<>();
    private final List<LiveTls> handles = new ArrayList<>();
    private final Random random = new Random(1);

    ManyHandles(int changes, double restSeconds, int... counts) {
        this.changes = changes;
        this.restNanos = (long) (restSeconds * TimeUnit.SECONDS.toNanos(1));
        this.counts = counts.clone();
    }

    static Json main(List<String> arguments) throws Exception {
        int changes = arguments.isEmpty() ? 50 : Integer.parseInt(arguments.get(0));
        double restSeconds = arguments.size() < 2 ? 30 : Double.parseDouble(arguments.get(1));
        int most = arguments.size() < 3 ? 10_000 : Integer.parseInt(arguments.get(2));
        return new ManyHandles(changes, restSeconds, 10, Math.max(10, most / 10), most).run();
    }

    Json run() throws Exception {
        List<Json> results = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            Path trust = scratch.resolve("ca.crt");
            int authorities = LoadRatio.writeSystemCas(trust) + 1;
            Files.writeString(trust, issuer.certificatePem(), StandardOpenOption.APPEND);
            System.out.println("Handles that share " + authorities + " CAs");
            for (int i = 0; i < counts[counts.length - 1]; i++) {
                SecretVolume volume = SecretVolume.create(scratch.resolve("tenant-" + i));
                volume.update(files(i));
                volumes.add(volume);
            }
            try {
                handle(0, trust).close();
                long before = usedHeap();
                for (int count : counts) {
                    results.add(measure(count, trust, before));
                }
            } finally {
                handles.forEach(LiveTls::close);
                handles.clear();
            }
        }
        return Json.object()
                .put("changes", changes)
                .put("results", results)
                .put("names", new NameLookUps(changes).run(counts));
    }

    private Json measure(int count, Path trust, long heapWithoutAny) throws Exception {
        long begin = SYSTEM.getProcessCpuTime();
        int missing = count - handles.size();
        for (int i = handles.size(); i < count; i++) {
            handles.add(handle(i, trust));
        }
        double buildMillis = (SYSTEM.getProcessCpuTime() - begin) / NANOS_PER_MILLI / missing;
        double heap = (usedHeap() - heapWithoutAny) / 1024.0 / count;
        for (int i = 0; i < WARM_UP_CHANGES; i++) {
            change();
        }
        Latencies toPublished = new Latencies(count + " handles: from a swap to its publication");
        for (int i = 0; i < changes; i++) {
            toPublished.add(change());
        }
        Json result = Json.object()
                .put("handles", count)
                .put("heapKilobytesPerHandle", heap)
                .put("buildCpuMillisPerHandle", buildMillis)
                .put("watchingThreads", watchingThreads())
                .put("inotifyInstances", inotifyInstances())
                .put("millisToPublishedP50", toPublished.millis(0.50))
                .put("millisToPublishedP99", toPublished.millis(0.99))
                .put("cpuMillisPerSecondAtRest", cpuAtRest());
        System.out.println(result);
        return result;
    }

    private LiveTls handle(int number, Path trust) {
        SecretVolume volume = volumes.get(number);
        return LiveTls.builder()
                .identity(volume.file("tls.crt"), volume.file("tls.key"))
                .trust(trust.toString())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    private Map<String, byte[]> files(int number) {
        IssuedCertificate next = issuer.issue(leaf -> leaf.dns("tenant-" + number + ".example"));
        return Map.of(
                "tls.crt", next.certificatePem().getBytes(StandardCharsets.UTF_8),
                "tls.key", next.privateKeyPem().getBytes(StandardCharsets.UTF_8));
    }

    /** Swaps the files of one handle of all; how long it took until that handle had them, in nanoseconds. */
    @SuppressWarnings("try") // nothing is asked of the registration
    private long change() throws Exception {
        int chosen = random.nextInt(handles.size());
        Map<String, byte[]> next = files(chosen);
        BlockingQueue<Long> published = new LinkedBlockingQueue<>();
        long[] swapped = new long[1];
        try (LiveTls.Registration told = handles.get(chosen).onReload(result -> {
            if (result instanceof ReloadResult.Updated) {
                published.add(System.nanoTime());
            }
        })) {
            volumes.get(chosen).update(next, step -> {
                if (step == SecretVolume.Step.LINK_MADE) {
                    swapped[0] = System.nanoTime();
                }
            });
            Long at = published.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (at == null) {
                throw new IllegalStateException("a change wasn't followed within " + DEADLINE_SECONDS + " s");
            }
            return at - swapped[0];
        }
    }

    private double cpuAtRest() {
        long begin = SYSTEM.getProcessCpuTime();
        long since = System.nanoTime();
        for (long left = restNanos; left > 0; left = restNanos - (System.nanoTime() - since)) {
            LockSupport.parkNanos(left);
        }
        double seconds = (System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1);
        return (SYSTEM.getProcessCpuTime() - begin) / NANOS_PER_MILLI / seconds;
    }

    private static long usedHeap() {
        // What is reachable by weak and soft references alone takes more than one collection to go.
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return MEMORY.getHeapMemoryUsage().getUsed();
    }

    private static long watchingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("livetls-watch"))
                .count();
    }

    /** As Linux tells it; 0 elsewhere. */
    private static long inotifyInstances() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(ManyHandles::isInotify).count();
        }
    }

    private static boolean isInotify(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:inotify");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
