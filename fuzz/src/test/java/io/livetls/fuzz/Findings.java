package io.livetls.fuzz;

/** Says what a target found. */
final class Findings {
    private Findings() {}

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
