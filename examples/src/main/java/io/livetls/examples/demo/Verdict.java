package io.livetls.examples.demo;

import java.util.ArrayList;
import java.util.List;

/** Whether all held. Not thread-safe: the scenario's thread writes and reads it. */
final class Verdict {
    private final List<String> broken = new ArrayList<>();
    private int held;

    void held() {
        held++;
    }

    void broken(String sentence) {
        broken.add(sentence);
    }

    /** How many things held. */
    int count() {
        return held;
    }

    /** What didn't hold, in order. */
    List<String> failures() {
        return List.copyOf(broken);
    }

    /** 0 if everything held; 1 if something didn't, or if nothing was checked at all. */
    int exitCode() {
        return broken.isEmpty() && held > 0 ? 0 : 1;
    }
}
