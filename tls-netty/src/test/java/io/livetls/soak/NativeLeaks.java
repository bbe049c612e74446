package io.livetls.soak;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's own account of what is counted by references: BoringSSL's contexts and engines, and buffers. All of them are
 * tracked, and one that the garbage collector finds without having been released is a leak of native memory.
 */
final class NativeLeaks {
    private static final Queue<Tracker<?>> TRACKERS = new ConcurrentLinkedQueue<>();
    private static final List<String> LEAKS = new ArrayList<>();

    private NativeLeaks() {}

    /** Has to come before the first use of what is tracked, so the test has a JVM of its own. */
    static void watch() {
        ResourceLeakDetector.setLevel(Level.ADVANCED);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new TrackingAll());
    }

    /**
     * What has leaked, as far as the garbage collector has found it, with the places that held and released it. Those of the
     * same places count once.
     */
    static List<String> found() {
        TRACKERS.forEach(Tracker::look);
        synchronized (LEAKS) {
            return List.copyOf(LEAKS);
        }
    }

    static int kindsWatched() {
        return TRACKERS.size();
    }

    private static final class TrackingAll extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // the one method that has to be there; the others lead to it
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            Tracker<T> tracker = new Tracker<>(resource);
            TRACKERS.add(tracker);
            return tracker;
        }
    }

    private static final class Tracker<T> extends ResourceLeakDetector<T> {
        private static final int EVERY_ONE = 1;

        Tracker(Class<T> resource) {
            super(resource, EVERY_ONE);
        }

        /** Leaks are looked for whenever something new is tracked. */
        @SuppressWarnings("unchecked") // the object isn't used, only its identity
        void look() {
            T nothing = (T) new Object();
            ResourceLeakTracker<T> tracked = trackForcibly(nothing);
            if (tracked != null) {
                tracked.close(nothing);
            }
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            synchronized (LEAKS) {
                LEAKS.add(resourceType + records);
            }
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            reportTracedLeak(resourceType, "");
        }
    }
}
