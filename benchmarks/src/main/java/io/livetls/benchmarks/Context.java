package io.livetls.benchmarks;

/** Which side has a live context; the other one has the same static one in every case. */
public enum Context {
    /** Neither: what the others are compared with. */
    STATIC,
    /** Both. */
    LIVE,
    /** The server only. */
    LIVE_SERVER,
    /** The client only. */
    LIVE_CLIENT;

    boolean isLive(boolean server) {
        return this == LIVE || this == (server ? LIVE_SERVER : LIVE_CLIENT);
    }
}
