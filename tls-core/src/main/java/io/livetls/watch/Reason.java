package io.livetls.watch;

/** Why it is time to look again; the strongest reason first. */
public enum Reason {
    /**
     * A symbolic link to a directory was replaced, as Kubernetes does with {@code ..data}. What is behind it was complete
     * before, so this comes at once and the files can be read as they are.
     */
    SWAPPED,

    /** Something changed, and then nothing for the quiet period; or changes went on for as long as they may. */
    SETTLED,

    /** {@link Registration#lookAfter} asked for it. */
    RETRY,

    /** Nothing was noticed: it is the time of the poll, for what gives no events. */
    POLL;

    /** One look answers two reasons: the stronger one is told. */
    static Reason stronger(Reason one, Reason other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
