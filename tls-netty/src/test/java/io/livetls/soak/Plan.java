package io.livetls.soak;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** How many changes there are, and the seed of their order. */
final class Plan {
    private static final int CHANGES = 1000;

    private final int changes;
    private final long seed;
    private final AtomicInteger begun = new AtomicInteger();

    Plan(int changes, long seed) {
        this.changes = changes;
        this.seed = seed;
    }

    /** By {@code -Dlivetls.soak.changes} and {@code -Dlivetls.soak.seed}; a random seed if there is none. */
    static Plan fromFlags() {
        return new Plan(
                Integer.getInteger("livetls.soak.changes", CHANGES),
                Long.getLong("livetls.soak.seed", System.nanoTime() & 0xffff_ffffL));
    }

    long seed() {
        return seed;
    }

    int changes() {
        return changes;
    }

    /** The order of one part: the same for the same seed, however the parts interleave. */
    Random random(String part) {
        return new Random(seed * 31 + part.hashCode());
    }

    /** Takes one of the changes that are left; all sites take from the same. */
    boolean takeOne() {
        return begun.getAndIncrement() < changes;
    }

    int begun() {
        return Math.min(begun.get(), changes);
    }

    @Override
    public String toString() {
        return "-Dlivetls.soak.changes=" + changes + " -Dlivetls.soak.seed=" + seed;
    }
}
