package io.livetls.grpc;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whom to allow, by a name that the peer's certificate has: see {@link PeerAuthorization}. Immutable.
 *
 * <p><b>DNS names</b> compare as A-labels in any case (RFC 9525, 6.3; RFC 5890). A rule may have a final dot and U-labels; a
 * certificate's name has neither. The common name isn't looked at (RFC 9525, 2). A wildcard in the <em>certificate</em> proves
 * no name and matches no rule.
 *
 * <p><b>SPIFFE IDs</b> compare letter by letter, see {@link SpiffeId}, and only those of a certificate that is an X.509-SVID,
 * see {@link PeerIdentity#spiffeId()}.
 */
public final class PeerRule {
    /** What a refused caller is told of a rule: not the rule. */
    enum Kind {
        SPIFFE("a SPIFFE ID"),
        DNS("a DNS name"),
        CERTIFICATE("any certificate"),
        ANYONE("nothing");

        private final String expected;

        Kind(String expected) {
            this.expected = expected;
        }

        String expected() {
            return expected;
        }
    }

    private final Kind kind;
    private final String rule;
    private final Predicate<PeerIdentity> matches;

    private PeerRule(Kind kind, String rule, Predicate<PeerIdentity> matches) {
        this.kind = kind;
        this.rule = rule;
        this.matches = matches;
    }

    private static PeerRule dns(String rule, Predicate<String> matches) {
        return new PeerRule(
                Kind.DNS,
                rule,
                peer -> peer.dnsNames().stream()
                        .filter(name -> !name.startsWith(DnsNames.WILDCARD))
                        .anyMatch(matches));
    }

    private static PeerRule spiffe(String rule, Predicate<SpiffeId> matches) {
        return new PeerRule(
                Kind.SPIFFE, rule, peer -> peer.spiffeId().filter(matches).isPresent());
    }

    /**
     * Peers that have this DNS name.
     *
     * @param name such as {@code billing.example.org}
     * @return a rule
     * @throws IllegalArgumentException if it isn't a host name
     */
    public static PeerRule dns(String name) {
        String wanted = DnsNames.wanted("dns", name);
        return dns("dns " + wanted, wanted::equals);
    }

    /**
     * Peers that have a DNS name below this one, however far; not this one itself.
     *
     * @param domain such as {@code example.org} or {@code .example.org}, for {@code a.example.org} and
     *     {@code a.b.example.org}
     * @return a rule
     * @throws IllegalArgumentException if it isn't a host name
     */
    public static PeerRule dnsSuffix(String domain) {
        String below = "." + DnsNames.wanted("dnsSuffix", domain.startsWith(".") ? domain.substring(1) : domain);
        return dns("dnsSuffix " + below, name -> name.endsWith(below));
    }

    /**
     * Peers that have a DNS name exactly one label below a domain (RFC 9525, 6.3).
     *
     * @param pattern such as {@code *.example.org}, for {@code a.example.org} and not for {@code a.b.example.org}; the
     *     wildcard is the whole left-most label
     * @return a rule
     * @throws IllegalArgumentException if it isn't such a pattern
     */
    public static PeerRule dnsWildcard(String pattern) {
        if (!pattern.startsWith(DnsNames.WILDCARD)) {
            throw new IllegalArgumentException("dnsWildcard: \"" + Printable.of(pattern)
                    + "\" (expected: a host name whose whole left-most label is a wildcard, as *.example.org)");
        }
        String domain = DnsNames.wanted("dnsWildcard", pattern.substring(DnsNames.WILDCARD.length()));
        return dns(
                "dnsWildcard *." + domain,
                name -> name.substring(name.indexOf('.') + 1).equals(domain) && name.length() > domain.length());
    }

    /**
     * Peers that have this SPIFFE ID.
     *
     * @param id such as {@code spiffe://example.org/billing}
     * @return a rule
     * @throws IllegalArgumentException if it isn't a SPIFFE ID, or one without a path, which no peer has
     */
    public static PeerRule spiffeId(String id) {
        SpiffeId wanted = SpiffeId.of(id);
        if (wanted.path().isEmpty()) {
            throw new IllegalArgumentException("spiffeId: \"" + id
                    + "\" (expected: an ID with a path; for all of a trust domain use spiffeTrustDomain(...))");
        }
        return spiffe("spiffeId " + wanted, wanted::equals);
    }

    /**
     * Peers of a SPIFFE trust domain.
     *
     * @param name such as {@code example.org} or {@code spiffe://example.org}
     * @return a rule
     * @throws IllegalArgumentException if it isn't the name of a trust domain
     */
    public static PeerRule spiffeTrustDomain(String name) {
        Optional<String> wanted = SpiffeId.isTrustDomain(name)
                ? Optional.of(name)
                : SpiffeId.parse(name).filter(id -> id.path().isEmpty()).map(SpiffeId::trustDomain);
        String trustDomain = wanted.orElseThrow(() -> new IllegalArgumentException("spiffeTrustDomain: \""
                + Printable.of(name) + "\" (expected: the name of a trust domain, with a-z, 0-9, '.', '-' and '_')"));
        return spiffe("spiffeTrustDomain " + trustDomain, id -> id.trustDomain().equals(trustDomain));
    }

    /**
     * Every peer whose certificate was verified, whatever it says.
     *
     * @return a rule
     */
    public static PeerRule anyCertificate() {
        return new PeerRule(Kind.CERTIFICATE, "anyCertificate", peer -> true);
    }

    /**
     * Everybody, also without a certificate: for what has to be open, as health checks.
     *
     * @return a rule
     */
    public static PeerRule anyone() {
        return new PeerRule(Kind.ANYONE, "anyone", peer -> true);
    }

    Kind kind() {
        return kind;
    }

    boolean allows(Optional<PeerIdentity> peer) {
        return peer.map(matches::test).orElse(kind == Kind.ANYONE);
    }

    /**
     * Whether this is the same rule.
     *
     * @param other anything
     * @return true for a rule that was made in the same way
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof PeerRule that && rule.equals(that.rule);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule);
    }

    /**
     * For logs and messages of the server.
     *
     * @return the rule as it compares
     */
    @Override
    public String toString() {
        return rule;
    }
}
