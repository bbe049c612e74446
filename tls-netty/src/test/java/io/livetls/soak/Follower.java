package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.soak.Ledger.Chapter;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Listens to a handle: whatever it publishes must be something that was laid down, and what must come is waited for. */
final class Follower {
    private final String site;
    private final LiveTls tls;
    private final Ledger ledger;
    private final BlockingQueue<ReloadResult> results = new LinkedBlockingQueue<>();

    /** The labels of what may be published now. */
    private volatile Set<String> expected = Set.of();

    /** Whether a failure now would be a fault of the handle's. */
    private volatile boolean mustNotFail;

    Follower(String site, LiveTls tls, Ledger ledger) {
        this.site = site;
        this.tls = tls;
        this.ledger = ledger;
        tls.onReload(this::told);
    }

    private void told(ReloadResult result) {
        if (result instanceof ReloadResult.Updated updated) {
            ledger.count(Chapter.RELOADS, "updated");
            String published = Version.label(updated.current());
            if (!expected.contains(published)) {
                ledger.violation(
                        "one generation", site + ": published " + published + ", but on disk was one of " + expected);
            }
        } else if (result instanceof ReloadResult.Failed failed) {
            ledger.count(Chapter.RELOADS, "failed: " + failed.cause().problem());
            if (mustNotFail) {
                ledger.violation(
                        "a swap is never torn", site + ": " + failed.cause().getMessage());
            }
        } else {
            ledger.count(Chapter.RELOADS, "unchanged, which ended a failure");
        }
        results.add(result);
    }

    /** Before a change. */
    void expect(Set<String> labels, boolean neverFailing) {
        results.clear();
        expected = labels;
        mustNotFail = neverFailing;
    }

    void awaitPublished(Version version, String change) throws InterruptedException {
        String label = version.label();
        await(
                "is followed",
                change,
                result -> result instanceof ReloadResult.Updated updated
                        && Version.label(updated.current()).equals(label));
        expected = Set.of();
        mustNotFail = false;
    }

    void awaitReported(Fault fault) throws InterruptedException {
        await(
                "is reported",
                fault.text(),
                result -> result instanceof ReloadResult.Failed failed
                        && fault.expected().contains(failed.cause().problem()));
    }

    void awaitEndOfFailure(Fault fault) throws InterruptedException {
        await("is noticed to be over", fault.text(), result -> result instanceof ReloadResult.Unchanged);
    }

    private void await(String what, String change, Predicate<ReloadResult> wanted) throws InterruptedException {
        String last = "nothing was told";
        while (true) {
            ReloadResult result = results.poll(Wait.GUARD.toSeconds(), TimeUnit.SECONDS);
            if (result == null) {
                String message = site + ": '" + change + "' never " + what.replace("is ", "was ") + "; current is "
                        + Version.label(tls.current()) + "; last: " + last;
                ledger.violation("every change " + what, message);
                throw new Stuck(message);
            }
            if (wanted.test(result)) {
                return;
            }
            last = result instanceof ReloadResult.Failed failed
                    ? String.valueOf(failed.cause().getMessage())
                    : Version.label(result.current());
        }
    }

    /** The site can't go on. */
    static final class Stuck extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stuck(String message) {
            super(message);
        }
    }
}
