package io.livetls.examples.service;

import io.livetls.LiveTls;
import io.livetls.TlsSnapshot;
import java.util.Optional;

/** One thing that the service speaks to, or that speaks to it. */
interface Wire extends AutoCloseable {
    /** As variables name it: {@code MM_TLS_<CHANNEL>__...}. */
    String channel();

    /** What new connections are made of; empty for plaintext. */
    Optional<LiveTls> tls();

    /** A line for monitoring, without secrets. */
    default String status() {
        return channel() + ": "
                + tls().map(LiveTls::current).map(Wire::describe).orElse("plaintext, as its variables want it");
    }

    private static String describe(TlsSnapshot now) {
        return "generation " + now.generation() + ", " + (now.identity() == null ? "no identity" : now.identity());
    }

    @Override
    void close();
}
