package io.livetls.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Rounds in which every variant has its turn, in random order: what disturbs the machine disturbs all alike. */
final class Turns {
    private Turns() {}

    /** What a variant does in its turn; those of the warm-up are overwritten by round 0. */
    @FunctionalInterface
    interface Turn<V, E extends Exception> {
        void take(V variant, int round) throws E;
    }

    /** After a share of the rounds, and one more, to warm up. */
    static <V, E extends Exception> void take(int rounds, int warmUpShare, List<V> variants, Turn<V, E> turn) throws E {
        List<V> order = new ArrayList<>(variants);
        Random random = new Random(rounds);
        for (int round = -rounds / warmUpShare - 1; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (V variant : order) {
                turn.take(variant, Math.max(round, 0));
            }
        }
    }
}
