package io.livetls.examples.mesh;

/**
 * One call with a new handshake in full, from one pod to another.
 *
 * @param link from whom to whom
 * @param problem what was wrong; empty if both sides saw the certificate that the other should have
 */
record Meeting(Link link, String problem) {
    boolean isGood() {
        return problem.isEmpty();
    }
}
