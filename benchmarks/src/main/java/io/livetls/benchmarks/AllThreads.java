package io.livetls.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * What all Java threads have taken so far. Of a thread that ends before the difference is taken nothing is counted from then
 * on. Of the process there would be only a count of clock ticks, 10 ms each.
 */
final class AllThreads {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Map<Long, Long> cpuNanos = new HashMap<>();
    private final Map<Long, Long> bytes = new HashMap<>();

    private AllThreads() {
        long[] ids = THREADS.getAllThreadIds();
        long[] nanosOfEach = THREADS.getThreadCpuTime(ids);
        long[] bytesOfEach = THREADS.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            // Of threads that ended meanwhile it is -1.
            cpuNanos.put(ids[i], Math.max(0, nanosOfEach[i]));
            bytes.put(ids[i], Math.max(0, bytesOfEach[i]));
        }
    }

    static AllThreads now() {
        return new AllThreads();
    }

    long cpuNanosSince(AllThreads before) {
        return difference(cpuNanos, before.cpuNanos);
    }

    long bytesSince(AllThreads before) {
        return difference(bytes, before.bytes);
    }

    private static long difference(Map<Long, Long> after, Map<Long, Long> before) {
        return after.entrySet().stream()
                .mapToLong(each -> Math.max(0, each.getValue() - before.getOrDefault(each.getKey(), 0L)))
                .sum();
    }
}
