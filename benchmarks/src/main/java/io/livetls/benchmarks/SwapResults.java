package io.livetls.benchmarks;

import java.util.List;

/** What was measured of one kind of change. Not thread-safe, except for the handshakes between the changes. */
final class SwapResults {
    private final String how;
    private final Latencies whole;
    private final Latencies beforeToHandshake = new Latencies("  from right before to the handshake");
    private final Latencies afterToHandshake = new Latencies("  from right after to the handshake");
    private final Latencies toPublished;
    private final Latencies publishedToHandshake = new Latencies("  from published to the handshake's end");
    private final Latencies thatHandshake = new Latencies("  that handshake alone");
    private final Latencies between = new Latencies("  handshakes between the changes");
    private final boolean atomic;
    private double first;

    /**
     * Begins.
     *
     * @param how the files change
     * @param atomic whether all of them change in one instant: then the time counts from before it, otherwise from after the
     *     last write
     */
    SwapResults(String how, boolean atomic) {
        this.how = how;
        this.atomic = atomic;
        this.whole = atomic ? beforeToHandshake : afterToHandshake;
        this.toPublished = new Latencies("  from right " + (atomic ? "before" : "after") + " to published");
    }

    /** The very first change that this JVM follows: everything is cold. */
    void first(Change change) {
        first = (atomic ? change.beforeToHandshake() : change.afterToHandshake()) / 1_000_000.0;
    }

    void add(Change change) {
        beforeToHandshake.add(change.beforeToHandshake());
        afterToHandshake.add(change.afterToHandshake());
        toPublished.add(atomic ? change.beforeToPublished() : change.afterToPublished());
        publishedToHandshake.add(change.publishedToHandshake());
        thatHandshake.add(change.handshakeAlone());
    }

    void between(long time) {
        between.add(time);
    }

    Json report(long failures) {
        System.out.println("\n" + how + " (counts from right " + (atomic ? "before" : "after") + " it)");
        System.out.println(Latencies.heading());
        List<Latencies> all =
                List.of(beforeToHandshake, afterToHandshake, toPublished, publishedToHandshake, thatHandshake, between);
        all.forEach(System.out::println);
        System.out.printf("  the first change in this JVM %.1f, failed handshakes %d%n", first, failures);
        return Json.object()
                .put("change", how)
                .put("p99Millis", whole.millis(0.99))
                .put("firstMillis", first)
                .put("failedHandshakes", failures)
                .put("rows", all.stream().map(Latencies::toJson).toList());
    }
}
