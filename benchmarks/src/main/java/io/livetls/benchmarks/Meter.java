package io.livetls.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Sums up what this thread takes between begin and end: CPU time, and bytes allocated on the heap. Not thread-safe. */
class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long nanos;
    private long bytes;

    void begin() {
        bytes -= THREADS.getCurrentThreadAllocatedBytes();
        nanos -= THREADS.getCurrentThreadCpuTime();
    }

    void end() {
        nanos += THREADS.getCurrentThreadCpuTime();
        bytes += THREADS.getCurrentThreadAllocatedBytes();
    }

    void reset() {
        nanos = 0;
        bytes = 0;
    }

    long nanos() {
        return nanos;
    }

    long bytes() {
        return bytes;
    }

    /** One that doesn't look. */
    static Meter off() {
        return new Meter() {
            @Override
            void begin() {}

            @Override
            void end() {}
        };
    }
}
