package io.livetls.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Connections of members, one for each stack and protocol, that are open from the first change to the last. */
final class LongLived implements AutoCloseable {
    private final List<Connection> connections = new ArrayList<>();
    private final Judge judge;
    private int next;

    private record Connection(String text, Link link) {}

    LongLived(Site site, Judge judge) throws IOException {
        this.judge = judge;
        for (Stack stack : Stack.values()) {
            for (Peer peer : site.members().all()) {
                connections.add(new Connection(stack.text + ", " + peer, peer.open(site.port(stack))));
            }
        }
    }

    /** A byte there and back, on each in turn. */
    synchronized void echo() {
        Connection connection = connections.get(next);
        next = (next + 1) % connections.size();
        try {
            connection.link().echo();
            judge.mustGoOn(connection.text(), null);
        } catch (IOException e) {
            judge.mustGoOn(connection.text(), e);
        }
    }

    @Override
    public synchronized void close() {
        connections.forEach(connection -> connection.link().close());
    }
}
