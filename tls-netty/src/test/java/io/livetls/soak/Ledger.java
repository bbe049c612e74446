package io.livetls.soak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What everybody has seen: how often what happened, and what must not have happened. Thread-safe. */
final class Ledger {
    /** After so many more would tell nothing new. */
    private static final int MOST_VIOLATIONS = 50;

    private final Map<Chapter, Map<String, LongAdder>> counts = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final LongAdder violationCount = new LongAdder();

    /** What is counted. */
    enum Chapter {
        ROTATIONS("good changes, each followed"),
        WAYS("the same, by the way in which they came"),
        FAULTS("bad changes, each reported, the last good material kept"),
        REPAIRS("ends of bad changes, each noticed"),
        RELOADS("reloads"),
        CONNECTIONS("connections"),
        RUN("the run");

        private final String text;

        Chapter(String text) {
            this.text = text;
        }
    }

    void count(Chapter chapter, String what) {
        count(chapter, what, 1);
    }

    void count(Chapter chapter, String what, long many) {
        counts.computeIfAbsent(chapter, same -> new ConcurrentHashMap<>())
                .computeIfAbsent(what, same -> new LongAdder())
                .add(many);
    }

    long total(Chapter chapter) {
        return counts.getOrDefault(chapter, Map.of()).values().stream()
                .mapToLong(LongAdder::sum)
                .sum();
    }

    long of(Chapter chapter, String what) {
        LongAdder count = counts.getOrDefault(chapter, Map.of()).get(what);
        return count == null ? 0 : count.sum();
    }

    /** Something that must not happen, by the check that saw it. */
    void violation(String check, String what) {
        violationCount.increment();
        if (violationCount.sum() <= MOST_VIOLATIONS) {
            violations.add("[" + check + "] " + what);
        }
    }

    boolean isBroken() {
        return violationCount.sum() > 0;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    String summary() {
        StringBuilder text = new StringBuilder();
        for (Chapter chapter : Chapter.values()) {
            text.append(String.format("%n  %s: %d%n", chapter.text, total(chapter)));
            text.append(new TreeMap<>(counts.getOrDefault(chapter, Map.of()))
                    .entrySet().stream()
                            .map(entry -> String.format(
                                    "    %7d  %s%n", entry.getValue().sum(), entry.getKey()))
                            .collect(Collectors.joining()));
        }
        return text.toString();
    }
}
