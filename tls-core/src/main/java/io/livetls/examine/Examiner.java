package io.livetls.examine;

import io.livetls.check.Check;
import io.livetls.check.Checks;
import io.livetls.check.Finding;
import io.livetls.check.Finding.Kind;
import io.livetls.check.Host;
import io.livetls.check.Role;
import io.livetls.check.Severity;
import io.livetls.material.Identity;
import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.TrustAnchors;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at an identity and at trust as {@link Checks} say. Immutable. */
public final class Examiner {
    private final Checks checks;
    private final Set<Role> roles;
    private final Location chainLocation;

    /**
     * An examiner of one handle's material.
     *
     * @param checks what is expected
     * @param assumed the roles if {@code checks} doesn't say them; empty if nothing is known
     * @param chainLocation where the chain comes from, for messages
     */
    public Examiner(Checks checks, Set<Role> assumed, Location chainLocation) {
        this.checks = checks;
        this.roles = checks.roles().isEmpty() ? assumed : checks.roles();
        this.chainLocation = chainLocation;
    }

    /**
     * What isn't as expected.
     *
     * @param identity what is presented; null for nothing
     * @param trust by what peers are checked; null for nothing
     * @param issuers the CAs that are expected to have issued the leaf; null for those of {@code trust}
     * @param now the time to look at
     * @return findings, those of the leaf first; empty if all is as expected
     */
    public List<Finding> examine(
            @Nullable Identity identity, @Nullable TrustAnchors trust, @Nullable TrustAnchors issuers, Instant now) {
        List<Finding> found = new ArrayList<>();
        if (identity != null) {
            hosts(identity.leaf(), found);
            issuer(identity, issuers != null ? issuers : trust, issuers != null, now, found);
            usages(identity.leaf(), found);
            new PathValidity(identity.chain(), checks.soon().orElse(null), now)
                    .find((kind, severity, certificate, what, remedy) ->
                            found.add(finding(kind, severity, chainLocation, certificate, what, remedy)));
        }
        if (trust != null) {
            trustAnchors(trust, identity, now, found);
        }
        return List.copyOf(found);
    }

    /**
     * Refuses material that doesn't pass what is required.
     *
     * @param findings of the material
     * @throws MaterialException {@link Problem#UNFIT}, with all of them, if one is of {@link Severity#ERROR}
     */
    public static void refuse(List<Finding> findings) {
        List<Finding> errors = findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw new MaterialException(
                    Problem.UNFIT,
                    errors.get(0).location(),
                    errors.stream().map(Finding::what).collect(Collectors.joining("; ")),
                    errors.stream().map(Finding::remedy).distinct().collect(Collectors.joining(". ")));
        }
    }

    private void hosts(X509Certificate leaf, List<Finding> found) {
        if (checks.hosts().isEmpty()) {
            return;
        }
        PresentedNames names = PresentedNames.of(leaf, checks.commonNameCounts());
        for (Host host : checks.hosts()) {
            if (!names.cover(host)) {
                found.add(ofLeaf(
                        Kind.HOST_NOT_COVERED,
                        leaf,
                        name(leaf) + " doesn't cover " + host,
                        "Have it issued with the subject alternative name " + (host.isAddress() ? "IP:" : "DNS:")
                                + host));
            }
        }
    }

    private void issuer(
            Identity identity, @Nullable TrustAnchors issuers, boolean named, Instant now, List<Finding> found) {
        boolean asked = named || checks.required().contains(Check.ISSUER);
        if (asked && issuers != null && !new IssuerPath(identity.chain(), others(issuers)).exists(now)) {
            X509Certificate leaf = identity.leaf();
            found.add(ofLeaf(
                    Kind.NOT_ISSUED,
                    leaf,
                    name(leaf) + " wasn't issued by " + (named ? "any of the CAs that are expected" : "a trusted CA")
                            + ", its issuer is " + leaf.getIssuerX500Principal(),
                    "Put the certificates between it and its CA after it, or have it issued by such a CA"));
        }
    }

    /** That a handle trusts its own certificate says nothing about who issued it. */
    private static Set<X509Certificate> others(TrustAnchors issuers) {
        return issuers.certificates().stream()
                .filter(each -> !issuers.originOf(each).orElseThrow().equals(TrustAnchors.OWN))
                .collect(Collectors.toSet());
    }

    private void usages(X509Certificate leaf, List<Finding> found) {
        Usages usages = new Usages(leaf);
        Set<Role> refused = usages.refused(roles);
        if (!refused.isEmpty()) {
            String missing = refused.stream().sorted().map(Usages::name).collect(Collectors.joining(" and "));
            found.add(ofLeaf(
                    Kind.ROLE_NOT_ALLOWED,
                    leaf,
                    name(leaf) + " has extended key usages without " + missing,
                    "Have it issued with " + missing));
        }
        if (!usages.letSign()) {
            found.add(ofLeaf(
                    Kind.SIGNING_NOT_ALLOWED,
                    leaf,
                    name(leaf) + " has key usages without digitalSignature",
                    "Have it issued with digitalSignature"));
        }
    }

    /** Those of the platform are its maintainers' business, and the own certificate was looked at already. */
    private void trustAnchors(TrustAnchors trust, @Nullable Identity identity, Instant now, List<Finding> found) {
        for (X509Certificate anchor : trust.certificates()) {
            if (!now.isAfter(anchor.getNotAfter().toInstant())
                    || (identity != null && identity.chain().contains(anchor))) {
                continue;
            }
            String origin = trust.originOf(anchor).orElseThrow();
            if (!origin.equals(TrustAnchors.SYSTEM)) {
                found.add(finding(
                        Kind.TRUST_ANCHOR_EXPIRED,
                        Severity.INFO,
                        Location.of(origin),
                        anchor,
                        "the trust anchor " + anchor.getSubjectX500Principal() + " has expired on "
                                + anchor.getNotAfter().toInstant() + ", and is trusted all the same",
                        "Remove it if nobody needs it"));
            }
        }
    }

    private Finding ofLeaf(Kind kind, X509Certificate leaf, String what, String remedy) {
        return finding(kind, Severity.WARNING, chainLocation, leaf, what, remedy);
    }

    private Finding finding(
            Kind kind, Severity severity, Location location, X509Certificate certificate, String what, String remedy) {
        boolean refused = severity == Severity.WARNING
                && kind != Kind.EXPIRES_SOON
                && checks.required().contains(kind.check());
        return new Finding(kind, refused ? Severity.ERROR : severity, location, certificate, what, remedy);
    }

    static String name(X509Certificate leaf) {
        String subject = leaf.getSubjectX500Principal().getName();
        return subject.isEmpty()
                ? "the certificate with serial " + leaf.getSerialNumber().toString(16)
                : "the certificate of " + leaf.getSubjectX500Principal();
    }
}
