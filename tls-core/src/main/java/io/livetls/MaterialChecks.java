package io.livetls;

import io.livetls.check.Check;
import io.livetls.check.Checks;
import io.livetls.check.Finding;
import io.livetls.check.Role;
import io.livetls.check.Severity;
import io.livetls.examine.Examiner;
import io.livetls.live.Derivation;
import io.livetls.live.Generation;
import io.livetls.live.LiveMaterial;
import io.livetls.live.Outcome;
import io.livetls.material.Location;
import io.livetls.source.ExpectedIssuers;
import io.livetls.source.MaterialSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks each generation: one that doesn't pass what is required isn't published, what is found of another is logged. */
final class MaterialChecks implements Derivation<List<Finding>> {
    private static final Logger LOG = System.getLogger("io.livetls.check");

    /** A directory of many expired CAs shouldn't fill a log. */
    private static final int MOST_LOGGED = 10;

    private final String name;
    private final Checks checks;
    private final Examiner examiner;
    private final @Nullable ExpectedIssuers issuers;

    MaterialChecks(
            String name, Checks checks, Set<Role> assumedRoles, List<MaterialSource> sources, String chainOrigin) {
        this.name = name;
        this.checks = checks;
        this.examiner = new Examiner(checks, assumedRoles, Location.of(chainOrigin));
        this.issuers = sources.stream()
                .filter(ExpectedIssuers.class::isInstance)
                .map(ExpectedIssuers.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** Checks the first generation, says what is found of it, and does so for all that follow. */
    void follow(LiveMaterial live) {
        checkSettings(live.current());
        live.derive(this);
        log(live.current());
        live.onReload(outcome -> {
            if (outcome instanceof Outcome.Updated updated) {
                log(updated.current());
            }
        });
    }

    @Override
    public List<Finding> derive(Generation next, @Nullable List<Finding> previous) {
        List<Finding> findings = examine(next, next.loadedAt());
        Examiner.refuse(findings);
        return findings;
    }

    List<Finding> examine(Generation generation, Instant now) {
        return examiner.examine(
                generation.identity(), generation.trust(), issuers == null ? null : issuers.current(), now);
    }

    private void checkSettings(Generation first) {
        if (checks.required().contains(Check.HOSTS) && checks.hosts().isEmpty()) {
            throw new IllegalStateException(
                    "checks(...) require HOSTS, and no host is expected: add expectHosts(...), or don't require it");
        }
        boolean expecting = !checks.hosts().isEmpty()
                || checks.issuers().isPresent()
                || !checks.roles().isEmpty();
        if (first.identity() == null && (expecting || !checks.required().isEmpty())) {
            throw new IllegalStateException("checks(...) are about the certificate that is presented, and without an"
                    + " identity(...) there is none");
        }
        if (checks.required().contains(Check.ISSUER) && issuers == null && first.trust() == null) {
            throw new IllegalStateException("checks(...) require ISSUER, and no CA is known to have issued the"
                    + " certificate: add expectIssuer(...), or trust(\"/path/to/ca.crt\")");
        }
    }

    private void log(Generation generation) {
        List<Finding> findings = generation.value(this);
        findings.stream().limit(MOST_LOGGED).forEach(finding -> LOG.log(level(finding), name + ": " + finding));
        if (findings.size() > MOST_LOGGED) {
            LOG.log(Level.INFO, name + ": " + (findings.size() - MOST_LOGGED) + " more were found, see findings()");
        }
    }

    private static Level level(Finding finding) {
        return finding.severity() == Severity.INFO ? Level.INFO : Level.WARNING;
    }
}
