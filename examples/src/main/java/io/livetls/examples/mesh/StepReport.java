package io.livetls.examples.mesh;

import java.util.List;

/**
 * What was seen after one pod's step: one mixed state of the mesh.
 *
 * @param step what was done
 * @param pod to whom
 * @param meetings new handshakes in this state, in every direction
 * @param calls all calls of the mesh since the step before
 */
record StepReport(String step, String pod, List<Meeting> meetings, Tally calls) {
    StepReport {
        meetings = List.copyOf(meetings);
    }

    long reached() {
        return meetings.stream().filter(Meeting::isGood).count();
    }

    /** The directions in which nobody was reached. */
    List<Link> unreached() {
        return meetings.stream()
                .filter(meeting -> !meeting.isGood())
                .map(Meeting::link)
                .toList();
    }
}
