package io.livetls.soak;

import io.livetls.soak.Ledger.Chapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients that never stop: whoever knows a site connects to it, and open connections are used in between. */
final class Crowd {
    private static final int THREADS = 2;

    private final List<Site> sites;
    private final Ledger ledger;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> walking = new ArrayList<>();
    private volatile boolean stopping;

    Crowd(List<Site> sites, Plan plan, Ledger ledger) {
        this.sites = sites;
        this.ledger = ledger;
        for (int i = 0; i < THREADS; i++) {
            Random random = plan.random("crowd " + i);
            walking.add(threads.submit(() -> walk(random)));
        }
    }

    private void walk(Random random) {
        while (!stopping) {
            Site site = sites.get(random.nextInt(sites.size()));
            Stack stack = Stack.any(random);
            Peer peer = site.anyone(random);
            // The second time it has a session of the first, mostly.
            site.connect(peer, stack, true);
            site.connect(peer, stack, true);
            site.longLived().echo();
            ledger.count(Chapter.RUN, "rounds of the crowd");
        }
    }

    /** Waits for the last of them; a fault of the crowd itself is thrown. */
    void stop() throws Exception {
        stopping = true;
        threads.shutdown();
        try {
            for (Future<?> each : walking) {
                each.get(2 * Wait.GUARD.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (TimeoutException e) {
            throw new AssertionError("the crowd doesn't stop", e);
        }
    }
}
