package io.livetls.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All calls, in the order in which they ended. Thread-safe. */
final class CallLog {
    private final List<Call> calls = new ArrayList<>();

    synchronized void add(Call call) {
        calls.add(call);
    }

    /** Those that ended after the first so many. */
    synchronized List<Call> after(int count) {
        return List.copyOf(calls.subList(count, calls.size()));
    }

    /** How many have ended. */
    synchronized int size() {
        return calls.size();
    }

    /** Those that were begun after an instant of {@link System#nanoTime}. */
    Stream<Call> begunAfter(long instant) {
        return after(0).stream().filter(call -> call.began() - instant > 0);
    }

    /** The first that ended after an instant and is like that. */
    @Nullable Call firstAfter(long instant, Predicate<Call> like) {
        return after(0).stream()
                .filter(call -> call.ended() - instant > 0 && like.test(call))
                .findFirst()
                .orElse(null);
    }
}
