package io.livetls.material;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a peer's chain must end in, each with the place it came from. Never empty: trust that is empty
 * is an error, not "trust all". Immutable and safe for any thread.
 */
public final class TrustAnchors {
    /** The {@linkplain #originOf origin} of those that the Java platform trusts by itself. */
    public static final String SYSTEM = "system";

    /** The origin of a handle's own certificate, where it trusts that. */
    public static final String OWN = "own certificate";

    private final Map<X509Certificate, String> origins;

    private TrustAnchors(Map<X509Certificate, String> origins) {
        this.origins = Collections.unmodifiableMap(origins);
    }

    /**
     * Trust anchors of one place. Duplicates merge.
     *
     * @param certificates at least one
     * @param origin where they came from, for messages: a file, or a word such as {@code system}
     * @return the trust anchors
     * @throws MaterialException {@link Problem#MISSING} if there are none
     */
    public static TrustAnchors of(Collection<X509Certificate> certificates, String origin) {
        Map<X509Certificate, String> origins = new LinkedHashMap<>();
        certificates.forEach(certificate -> origins.putIfAbsent(certificate, origin));
        return proven(origins, origin);
    }

    /**
     * Trust anchors of many places.
     *
     * @param origins at least one certificate, and where it came from; copied in its order
     * @return the trust anchors
     * @throws MaterialException {@link Problem#MISSING} if there are none
     */
    public static TrustAnchors of(Map<X509Certificate, String> origins) {
        return proven(new LinkedHashMap<>(origins), "trust");
    }

    /**
     * Trust anchors of several places as one. Duplicates merge and keep their first origin.
     *
     * @param parts at least one
     * @return the trust anchors
     * @throws MaterialException {@link Problem#MISSING} if there are none
     */
    public static TrustAnchors merge(List<TrustAnchors> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Map<X509Certificate, String> origins = new LinkedHashMap<>();
        parts.forEach(part -> part.origins.forEach(origins::putIfAbsent));
        return proven(origins, "trust");
    }

    /**
     * The certificates, in the order in which they were found.
     *
     * @return an immutable set, never empty
     */
    public Set<X509Certificate> certificates() {
        return origins.keySet();
    }

    /**
     * Where a trust anchor came from.
     *
     * @param certificate any certificate
     * @return the file, or a word such as {@code system}; empty if it isn't one of these trust anchors
     */
    public Optional<String> originOf(X509Certificate certificate) {
        return Optional.ofNullable(origins.get(certificate));
    }

    /**
     * Equal if the same certificates are trusted, whatever their order and origin.
     *
     * @param other anything
     * @return whether it trusts the same
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrustAnchors that && origins.keySet().equals(that.origins.keySet());
    }

    @Override
    public int hashCode() {
        return origins.keySet().hashCode();
    }

    /**
     * For logs: how many there are.
     *
     * @return a short line
     */
    @Override
    public String toString() {
        return "TrustAnchors[" + origins.size() + "]";
    }

    private static TrustAnchors proven(Map<X509Certificate, String> origins, String origin) {
        if (origins.isEmpty()) {
            throw new MaterialException(
                    Problem.MISSING,
                    Location.of(origin),
                    "there is no trust anchor, and empty trust would let nobody in",
                    "Give at least one CA certificate, or trust the system's CAs explicitly");
        }
        return new TrustAnchors(origins);
    }
}
