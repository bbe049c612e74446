package io.livetls.soak;

import io.livetls.soak.Ledger.Chapter;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes the files of one site, one change after the other, and looks after each whether the site is as it should be. */
final class Driver {
    private final Site site;
    private final Layout layout;
    private final Pki pki;
    private final Ledger ledger;
    private final Random random;
    private final Follower follower;
    private final Deck deck;
    private Version current;

    Driver(Site site, Layout layout, Pki pki, Version first, Ledger ledger, Random random) {
        this.site = site;
        this.layout = layout;
        this.pki = pki;
        this.ledger = ledger;
        this.random = random;
        this.current = first;
        this.follower = new Follower(site.name(), site.tls(), ledger);
        this.deck = new Deck(layout, pki, random);
        site.judge().laidDown(Set.of(first.label()));
    }

    /** Until nothing is left of the plan, or something is wrong anywhere. */
    void run(Plan plan) throws IOException, InterruptedException {
        while (!ledger.isBroken() && plan.takeOne()) {
            if (deck.deal() instanceof Deck.Bad bad) {
                fault(bad.fault(), plan);
            } else {
                rotate(deck.step(), deck.way());
            }
        }
    }

    private void rotate(Step wanted, Layout.Way way) throws IOException, InterruptedException {
        Step step = wanted.possibleAfter(current);
        Version before = current;
        Version next = pki.next(before, step);
        Set<String> possible = new LinkedHashSet<>(Set.of(next.label()));
        if (!way.atomic()) {
            possible.add(next.withTrustOf(before).label());
            possible.add(before.withTrustOf(next).label());
        }
        List<Parked> parked = step.leaves() ? beforeLeaving(before.guests().get(0)) : List.of();
        if (step.joins()) {
            beforeJoining(newest(next));
        }
        site.judge().laidDown(possible);
        follower.expect(possible, way.atomic());
        way.writing().write(before, next);
        follower.awaitPublished(next, step.text + ", " + way.text());
        current = next;
        ledger.count(Chapter.ROTATIONS, step.text);
        ledger.count(Chapter.WAYS, site.name() + ": " + way.text());
        look();
        if (step.joins()) {
            afterJoining(newest(next));
        }
        if (step.leaves()) {
            afterLeaving(before.guests().get(0), parked);
        }
    }

    private void fault(Fault fault, Plan plan) throws IOException, InterruptedException {
        long generation = site.tls().current().generation();
        follower.expect(Set.of(), false);
        Fault.Repair repair = fault.breaking().apply(current);
        follower.awaitReported(fault);
        if (site.tls().current().generation() != generation) {
            ledger.violation("a bad change changes nothing", site.name() + ": " + fault.text());
        }
        ledger.count(Chapter.FAULTS, fault.text());
        site.connect(site.members().any(random), Stack.any(random), false);
        if (repair == Fault.Repair.NOT_NEEDED && random.nextBoolean() && plan.takeOne()) {
            ledger.count(Chapter.REPAIRS, "by the next version");
            // The first way writes every file anew.
            rotate(deck.step(), layout.ways().get(0));
            return;
        }
        follower.expect(Set.of(), false);
        repair.run();
        if (repair == Fault.Repair.NOT_NEEDED) {
            layout.write(current);
        }
        follower.awaitEndOfFailure(fault);
        ledger.count(Chapter.REPAIRS, "by what was there before");
        site.connect(site.members().any(random), Stack.any(random), false);
    }

    /** A full handshake on each stack: nothing is changing now, so each must be the current version. */
    private void look() {
        for (Stack stack : Stack.values()) {
            site.connect(site.members().any(random), stack, false);
        }
    }

    private void beforeJoining(Guest guest) {
        site.connect(guest.peers().any(random), Stack.any(random), true);
    }

    private void afterJoining(Guest guest) {
        for (Stack stack : Stack.values()) {
            site.connect(guest.peers().any(random), stack, true);
        }
        site.joined(guest);
    }

    /** A connection whose client says nothing until its CA is gone. */
    private record Parked(Stack stack, Peer peer, Socket socket) {}

    /** One at each stack, of a peer that has a session there. */
    private List<Parked> beforeLeaving(Guest guest) throws IOException {
        List<Parked> parked = new ArrayList<>();
        for (Stack stack : Stack.values()) {
            Peer peer = guest.peers().any(random);
            site.connect(peer, stack, true);
            parked.add(new Parked(stack, peer, Link.dial(site.port(stack))));
        }
        return parked;
    }

    /** First on the connection that was made before, then on a new one, each time with the session. */
    private void afterLeaving(Guest guest, List<Parked> parked) {
        for (Parked each : parked) {
            site.connect(each.peer(), each.stack(), each::socket);
            site.connect(each.peer(), each.stack(), true);
        }
        site.left(guest);
    }

    private static Guest newest(Version version) {
        return version.guests().get(version.guests().size() - 1);
    }
}
