package io.livetls.soak;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Deals what happens next, in a random order in which everything comes before anything comes again too often. */
final class Deck {
    /** The share of good changes: so many for each bad one. */
    private static final double GOOD_FOR_EACH_BAD = 1.5;

    private final Random random;
    private final Pile<Card> cards;
    private final Pile<Step> steps;
    private final Pile<Layout.Way> ways;

    /** What to do. */
    sealed interface Card {}

    /** A rotation: any step by any way. */
    record Good() implements Card {}

    /** A fault. */
    record Bad(Fault fault) implements Card {}

    Deck(Layout layout, Pki pki, Random random) {
        this.random = random;
        List<Card> all = new ArrayList<>();
        new ContentFaults(layout, pki).all().forEach(fault -> all.add(new Bad(fault)));
        layout.faults().forEach(fault -> all.add(new Bad(fault)));
        all.addAll(Collections.nCopies((int) (all.size() * GOOD_FOR_EACH_BAD), new Good()));
        this.cards = new Pile<>(() -> all);
        this.steps = new Pile<>(() -> List.of(Step.values()));
        this.ways = new Pile<>(layout::ways);
    }

    Card deal() {
        return cards.next();
    }

    Step step() {
        return steps.next();
    }

    Layout.Way way() {
        return ways.next();
    }

    private final class Pile<T> {
        private final Supplier<List<T>> whole;
        private final Deque<T> left = new ArrayDeque<>();

        Pile(Supplier<List<T>> whole) {
            this.whole = whole;
        }

        T next() {
            if (left.isEmpty()) {
                List<T> shuffled = new ArrayList<>(whole.get());
                Collections.shuffle(shuffled, random);
                left.addAll(shuffled);
            }
            return left.remove();
        }
    }
}
