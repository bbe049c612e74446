package io.livetls.material;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one source gives at one moment: an identity, trust anchors, ticket keys, or several of these. Given together they
 * take effect together.
 *
 * @param identity the key and chain to present; null for none
 * @param trust the trust anchors to check peers against; null for none
 * @param sessionTicketKeys the keys for session tickets that several processes share; null for none
 */
public record Material(
        @Nullable Identity identity,
        @Nullable TrustAnchors trust,
        @Nullable SessionTicketKeys sessionTicketKeys) {

    /**
     * Material without session ticket keys.
     *
     * @param identity the key and chain to present; null for none
     * @param trust the trust anchors to check peers against; null for none
     */
    public Material(@Nullable Identity identity, @Nullable TrustAnchors trust) {
        this(identity, trust, null);
    }

    /**
     * An identity alone.
     *
     * @param identity the key and chain to present
     * @return material without trust anchors
     */
    public static Material of(Identity identity) {
        return new Material(identity, null);
    }

    /**
     * Trust anchors alone.
     *
     * @param trust the trust anchors
     * @return material without an identity
     */
    public static Material of(TrustAnchors trust) {
        return new Material(null, trust);
    }

    /**
     * Session ticket keys alone.
     *
     * @param keys the session ticket keys
     * @return material without identity and trust anchors
     */
    public static Material of(SessionTicketKeys keys) {
        return new Material(null, null, keys);
    }

    /**
     * Two parts as one. Trust anchors merge; there can only be one identity and one set of session ticket keys.
     *
     * @param other the other part
     * @return both
     * @throws MaterialException {@link Problem#AMBIGUOUS} if both have an identity, or both have session ticket keys
     */
    public Material and(Material other) {
        if (identity != null && other.identity != null) {
            throw new MaterialException(
                    Problem.AMBIGUOUS,
                    null,
                    "two sources give an identity: " + identity + " and " + other.identity,
                    "Give the private key and its chain in one place");
        }
        if (sessionTicketKeys != null && other.sessionTicketKeys != null) {
            throw new MaterialException(
                    Problem.AMBIGUOUS,
                    null,
                    "two sources give session ticket keys",
                    "Give all of them in one place: their order matters");
        }
        return new Material(
                identity != null ? identity : other.identity,
                merge(trust, other.trust),
                sessionTicketKeys != null ? sessionTicketKeys : other.sessionTicketKeys);
    }

    private static @Nullable TrustAnchors merge(@Nullable TrustAnchors one, @Nullable TrustAnchors other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return TrustAnchors.merge(List.of(one, other));
    }
}
