package io.livetls.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table before anything is measured: what is asked, and where the answers are.
 *
 * @param what is measured
 * @param unit of all its figures
 * @param goal null if there is none
 * @param ours where this library's figure is
 * @param peers what it is compared with
 * @param references what nobody does in earnest, or what shows how much is chance
 */
record Row(String what, Unit unit, @Nullable Goal goal, Pick ours, List<Other> peers, List<Other> references) {

    /** Another figure of the same line. */
    record Other(String name, Pick pick) {}

    static Builder of(String what, Unit unit, @Nullable Goal goal, Pick ours) {
        return new Builder(what, unit, goal, ours);
    }

    /** Collects the others. */
    static final class Builder {
        private final String what;
        private final Unit unit;
        private final @Nullable Goal goal;
        private final Pick ours;
        private final List<Other> peers = new ArrayList<>();
        private final List<Other> references = new ArrayList<>();

        private Builder(String what, Unit unit, @Nullable Goal goal, Pick ours) {
            this.what = what;
            this.unit = unit;
            this.goal = goal;
            this.ours = ours;
        }

        Builder peer(String name, Pick pick) {
            peers.add(new Other(name, pick));
            return this;
        }

        Builder reference(String name, Pick pick) {
            references.add(new Other(name, pick));
            return this;
        }

        Row build() {
            return new Row(what, unit, goal, ours, List.copyOf(peers), List.copyOf(references));
        }
    }
}
