package io.livetls;

import io.livetls.live.Generation;
import io.livetls.material.Identity;
import io.livetls.material.SessionTicketKeys;
import io.livetls.material.TrustAnchors;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Identity, trust and ticket keys that took effect together. Immutable: what is read from one snapshot always belongs together.
 *
 * @param generation counts from 1; each change of identity, trust or ticket keys is one more
 * @param trustGeneration the generation in which trust last changed
 * @param identity the private key and its chain; null if the handle has none
 * @param trustAnchors the trust anchors; null if the handle has none
 * @param sessionTicketKeys the keys for session tickets that several processes share; null if the handle has none
 * @param loadedAt when it was loaded
 */
public record TlsSnapshot(
        long generation,
        long trustGeneration,
        @Nullable Identity identity,
        @Nullable TrustAnchors trustAnchors,
        @Nullable SessionTicketKeys sessionTicketKeys,
        Instant loadedAt) {

    static TlsSnapshot of(Generation generation) {
        return new TlsSnapshot(
                generation.number(),
                generation.trustNumber(),
                generation.identity(),
                generation.trust(),
                generation.sessionTicketKeys(),
                generation.loadedAt());
    }
}
