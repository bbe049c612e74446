package io.livetls.examples.demo;

import java.util.concurrent.TimeoutException;

/**
 * One change and what must hold after it.
 *
 * @param title what it is, in a few words
 * @param action makes the change, waits for the effect, and reports
 */
record Step(String title, Action action) {

    /** What a step does. */
    @FunctionalInterface
    interface Action {
        void run(Deployment deployment, Report report) throws TimeoutException, InterruptedException;
    }
}
