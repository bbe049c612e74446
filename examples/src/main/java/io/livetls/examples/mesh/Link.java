package io.livetls.examples.mesh;

/**
 * One direction between two pods.
 *
 * @param caller who calls
 * @param peer who answers
 */
record Link(String caller, String peer) implements Comparable<Link> {
    @Override
    public int compareTo(Link other) {
        int callers = caller.compareTo(other.caller);
        return callers != 0 ? callers : peer.compareTo(other.peer);
    }

    @Override
    public String toString() {
        return caller + " -> " + peer;
    }
}
