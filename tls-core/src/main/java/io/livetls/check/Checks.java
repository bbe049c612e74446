package io.livetls.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a certificate. What isn't as expected is a {@link Finding}, in the log and by
 * {@code LiveTls.findings()}; it keeps nothing from taking effect unless {@link #require} says so:
 *
 * <pre>{@code
 * LiveTls.builder()
 *         .secretDirectory(Path.of("/etc/tls"))
 *         .checks(Checks.standard()
 *                 .expectHosts("api.example", "*.apps.example", "10.0.0.1")
 *                 .require(Check.HOSTS, Check.ISSUER))
 *         .build();            // MaterialException, if the certificate doesn't cover them
 * }</pre>
 *
 * <p>Immutable; each method returns a copy that differs.
 */
public final class Checks {
    private static final Checks STANDARD = new Checks(List.of(), false, null, Set.of(), null, Set.of());

    private final List<Host> hosts;
    private final boolean commonNameCounts;
    private final @Nullable String issuers;
    private final Set<Role> roles;
    private final @Nullable Duration soon;
    private final Set<Check> required;

    private Checks(
            List<Host> hosts,
            boolean commonNameCounts,
            @Nullable String issuers,
            Set<Role> roles,
            @Nullable Duration soon,
            Set<Check> required) {
        this.hosts = hosts;
        this.commonNameCounts = commonNameCounts;
        this.issuers = issuers;
        this.roles = roles;
        this.soon = soon;
        this.required = required;
    }

    /**
     * What is looked at by itself: the time of the certificates, and usages that fit no role, or not the server's where
     * client auth is on. Nothing of that is required.
     *
     * @return the checks of a handle for which none were set
     */
    public static Checks standard() {
        return STANDARD;
    }

    /**
     * The leaf covers these hosts, by its subject alternative names (RFC 9525, 6).
     *
     * @param names as {@link Host#of} takes them; an expected wildcard must be in the certificate as it is
     * @return a copy that expects these and no others
     * @throws IllegalArgumentException if one of them is no host
     */
    public Checks expectHosts(String... names) {
        List<Host> wanted = Arrays.stream(names).map(Host::of).distinct().toList();
        return new Checks(wanted, commonNameCounts, issuers, roles, soon, required);
    }

    /**
     * A leaf without any subject alternative names may cover a host by its common name. Hardly any TLS client accepts that
     * today (RFC 9525, 2): for peers of which it is known.
     *
     * @return a copy that looks at the common name, too
     */
    public Checks acceptCommonName() {
        return new Checks(hosts, true, issuers, roles, soon, required);
    }

    /**
     * The leaf was issued by one of these CAs, directly or through its chain, or is itself among them. The files are followed
     * as all others.
     *
     * @param list files and directories, separated by commas, as {@code LiveTls.Builder.trust} takes them; nobody is trusted
     *     by this
     * @return a copy that expects these and no others
     */
    public Checks expectIssuer(String list) {
        return new Checks(hosts, commonNameCounts, list, roles, soon, required);
    }

    /**
     * What the certificate is presented as. Without this a handle with client auth is taken for a server, and of another
     * nothing is assumed.
     *
     * @param wanted one or both
     * @return a copy that expects these and no others
     */
    public Checks expectRoles(Role... wanted) {
        Set<Role> chosen = EnumSet.noneOf(Role.class);
        chosen.addAll(List.of(wanted));
        return new Checks(hosts, commonNameCounts, issuers, Set.copyOf(chosen), soon, required);
    }

    /**
     * When a certificate soon expires.
     *
     * @param before this long before its end; without this 14 days, and for short-lived ones a quarter of their time, which
     *     is later than cert-manager and certbot renew by themselves
     * @return a copy
     * @throws IllegalArgumentException if it is negative
     */
    public Checks expiresSoon(Duration before) {
        if (before.isNegative()) {
            throw new IllegalArgumentException("expiresSoon: " + before + " (expected: zero or more)");
        }
        return new Checks(hosts, commonNameCounts, issuers, roles, before, required);
    }

    /**
     * What a certificate has to pass to take effect: if it doesn't, building a handle fails with a
     * {@link io.livetls.material.MaterialException}, and a reload keeps the last good one. What expires soon, and trust
     * anchors that have expired, never fail.
     *
     * @param checks at least {@link Check#HOSTS} needs {@link #expectHosts}
     * @return a copy that requires these and no others
     */
    public Checks require(Check... checks) {
        Set<Check> chosen = EnumSet.noneOf(Check.class);
        chosen.addAll(List.of(checks));
        return new Checks(hosts, commonNameCounts, issuers, roles, soon, Set.copyOf(chosen));
    }

    /**
     * The hosts that are expected.
     *
     * @return an immutable list
     */
    public List<Host> hosts() {
        return hosts;
    }

    /**
     * Whether the common name of a leaf without subject alternative names counts.
     *
     * @return false unless {@link #acceptCommonName} was called
     */
    public boolean commonNameCounts() {
        return commonNameCounts;
    }

    /**
     * The CAs that are expected to have issued the leaf.
     *
     * @return files and directories, separated by commas; empty for the handle's trust anchors
     */
    public Optional<String> issuers() {
        return Optional.ofNullable(issuers);
    }

    /**
     * What the certificate is presented as.
     *
     * @return empty if it wasn't said
     */
    public Set<Role> roles() {
        return roles;
    }

    /**
     * How long before its end a certificate expires soon.
     *
     * @return empty for the rule that {@link #expiresSoon} tells
     */
    public Optional<Duration> soon() {
        return Optional.ofNullable(soon);
    }

    /**
     * What a certificate has to pass.
     *
     * @return an immutable set
     */
    public Set<Check> required() {
        return required;
    }

    /**
     * For logs.
     *
     * @return what differs from {@link #standard}
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Checks[");
        text.append("hosts ").append(hosts).append(commonNameCounts ? ", also by common name" : "");
        text.append(", issuer ").append(issuers == null ? "trust" : issuers);
        text.append(", roles ").append(roles.stream().sorted().toList());
        text.append(", soon ").append(soon == null ? "by lifetime" : soon);
        return text.append(", required ")
                .append(required.stream().sorted().toList())
                .append(']')
                .toString();
    }
}
