package io.livetls.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

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

    /** Of the process there is only a count of clock ticks, 10 ms each. */
    static long cpuNanosOfAllThreads() {
        return sum(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()));
    }

    /** What all threads that live now have allocated. */
    static long bytesOfAllThreads() {
        return sum(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()));
    }

    /** Of threads that ended meanwhile it is -1. */
    private static long sum(long[] ofThreads) {
        return LongStream.of(ofThreads).filter(each -> each > 0).sum();
    }
}
