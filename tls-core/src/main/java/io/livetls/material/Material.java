package io.livetls.material;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one source gives at one moment: an identity, trust anchors, or both. Given together they take effect together.
 *
 * @param identity the key and chain to present; null for none
 * @param trust the trust anchors to check peers against; null for none
 */
public record Material(
        @Nullable Identity identity, @Nullable TrustAnchors trust) {

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
     * Two parts as one. Trust anchors merge; there can only be one identity.
     *
     * @param other the other part
     * @return both
     * @throws MaterialException {@link Problem#AMBIGUOUS} if both have an identity
     */
    public Material and(Material other) {
        if (identity != null && other.identity != null) {
            throw new MaterialException(
                    Problem.AMBIGUOUS,
                    null,
                    "two sources give an identity: " + identity + " and " + other.identity,
                    "Give the private key and its chain in one place");
        }
        return new Material(identity != null ? identity : other.identity, merge(trust, other.trust));
    }

    private static @Nullable TrustAnchors merge(@Nullable TrustAnchors one, @Nullable TrustAnchors other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return TrustAnchors.merge(List.of(one, other));
    }
}
