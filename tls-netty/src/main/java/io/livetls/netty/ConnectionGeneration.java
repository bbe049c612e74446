package io.livetls.netty;

import io.livetls.TlsSnapshot;

/**
 * Under what a connection was made: the numbers of a {@link TlsSnapshot}. A connection whose handshake was under way during
 * a change counts as one of before.
 *
 * @param generation the generation whose identity it presented
 * @param trustGeneration the generation in which the trust that it was made under had last changed
 * @see NettyTls#generation
 */
public record ConnectionGeneration(long generation, long trustGeneration) {
    static ConnectionGeneration of(TlsSnapshot snapshot) {
        return new ConnectionGeneration(snapshot.generation(), snapshot.trustGeneration());
    }
}
