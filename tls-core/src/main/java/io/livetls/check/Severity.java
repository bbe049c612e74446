package io.livetls.check;

/** How bad a {@link Finding} is. */
public enum Severity {
    /** Nothing fails by it. Logged as information. */
    INFO,
    /** Peers refuse it, or soon will. It is in use all the same. Logged as a warning. */
    WARNING,
    /**
     * A check fails that {@link Checks#require} names: such material doesn't take effect. So it is only ever seen of material
     * that was good when it was loaded, and has expired since.
     */
    ERROR
}
