package io.livetls.examples.demo;

/** Where the steps say what they saw, and what must hold. */
final class Report {
    private final Timeline timeline;
    private final Verdict verdict;
    private final String step;

    Report(Timeline timeline, Verdict verdict, String step) {
        this.timeline = timeline;
        this.verdict = verdict;
        this.step = step;
    }

    /** An observed fact. */
    void fact(String label, String text) {
        timeline.fact(label, text);
    }

    /** Something that must hold; what doesn't decides the exit code. */
    void expect(String sentence, boolean holds) {
        if (holds) {
            timeline.held(sentence);
            verdict.held();
        } else {
            broken(sentence);
        }
    }

    /** Something that must hold and doesn't. */
    void broken(String sentence) {
        timeline.broken(sentence);
        verdict.broken(step + ": " + sentence);
    }
}
