package io.livetls.soak;

import java.lang.management.ManagementFactory;
import java.util.Map;

/** What this process holds, of the operating system and on its heap. */
record Held(Resources resources, HeapCensus heap) {
    private static final String HANDLE = "io.livetls.LiveTls";

    /** Classes that are loaded late make their constants late. What leaks does so with every change. */
    private static final int CONSTANTS = 5;

    static Held now() {
        return new Held(Resources.now(), HeapCensus.take());
    }

    /** When every handle is closed and gone: what has a finalizer takes more than one collection. */
    static Held atRest() {
        Wait.until(() -> Resources.now().watchers() == 0 && HeapCensus.take().of(HANDLE) == 0);
        NextLoad.happen();
        Wait.until(() -> Resources.now().watchers() == 0 && HeapCensus.take().of(HANDLE) == 0);
        return now();
    }

    /** Waits for everything to be as it was before, or at least not more; then says what is more. */
    static Held backAt(Held before) {
        Wait.until(() -> {
            if (now().moreThan(before).isEmpty()) {
                return true;
            }
            NextLoad.happen();
            return false;
        });
        return now();
    }

    /** What there is more of, and how many. */
    Map<String, String> moreThan(Held before) {
        Map<String, String> more = resources.moreThan(before.resources);
        more.putAll(heap.moreThan(before.heap, count -> count + CONSTANTS));
        if (heap.of(HANDLE) > 0) {
            more.put(HANDLE, "all are closed, and " + heap.of(HANDLE) + " are still reachable");
        }
        return more;
    }

    @Override
    public String toString() {
        return String.format(
                "%3d descriptors, %2d watches, %d threads of the library, %6.1f MiB of heap, %6.1f MiB resident",
                resources.open(),
                resources.watches(),
                resources.watchers(),
                heap.bytes() / 1048576.0,
                resources.residentKilobytes() / 1024.0);
    }

    /** Seconds of all processors. */
    static long processorSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1_000_000_000;
    }
}
