package io.livetls;

import io.livetls.check.Check;
import io.livetls.check.Checks;
import io.livetls.check.Host;
import io.livetls.check.Role;
import io.livetls.config.ChannelSettings;
import io.livetls.config.ConfigurationException;
import io.livetls.config.Setting;
import io.livetls.config.Variable;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the variables of a channel expect of its certificate. */
final class ChannelChecks {
    private static final List<Variable> OF_A_CERTIFICATE = List.of(
            Variable.EXPECT_HOSTS,
            Variable.ACCEPT_COMMON_NAME,
            Variable.EXPECT_ISSUER,
            Variable.EXPECT_ROLES,
            Variable.CHECKS);

    private final ChannelSettings channel;

    ChannelChecks(ChannelSettings channel) {
        this.channel = channel;
    }

    /** The checks; empty where nothing was said that differs from the standard. */
    Optional<Checks> of(boolean identity) {
        Checks checks = Checks.standard();
        Optional<Setting> soon = channel.get(Variable.EXPIRES_SOON);
        if (soon.isPresent()) {
            checks = checks.expiresSoon(soon.get().asDuration());
        }
        if (identity) {
            checks = required(roles(issuer(hosts(checks))));
        } else {
            refuseWithoutCertificate();
        }
        return Optional.of(checks).filter(said -> said != Checks.standard());
    }

    /** A certificate that is generated here is expected to be the service's, also one that was kept from before. */
    private Checks hosts(Checks checks) {
        Optional<List<String>> expected = channel.get(Variable.EXPECT_HOSTS)
                .map(setting -> hosts(setting).stream().map(Host::toString).toList())
                .or(() -> ChannelGeneration.names(channel));
        Checks told =
                expected.isEmpty() ? checks : checks.expectHosts(expected.get().toArray(String[]::new));
        return channel.get(Variable.ACCEPT_COMMON_NAME)
                        .filter(Setting::asBoolean)
                        .isPresent()
                ? told.acceptCommonName()
                : told;
    }

    private Checks issuer(Checks checks) {
        Optional<Setting> issuers = channel.get(Variable.EXPECT_ISSUER);
        return issuers.isEmpty()
                ? checks
                : checks.expectIssuer(String.join(",", issuers.get().asList()));
    }

    private Checks roles(Checks checks) {
        return channel.get(Variable.EXPECT_ROLES)
                .filter(setting -> !internal() || channel.isOwn(Variable.EXPECT_ROLES))
                .map(setting -> checks.expectRoles(setting.asSomeOf(Role.class).toArray(Role[]::new)))
                .orElse(checks);
    }

    /** Pods of one service are both to each other, whatever the service is to the world. */
    Set<Role> assumedRoles() {
        return internal() ? EnumSet.allOf(Role.class) : Set.of();
    }

    private boolean internal() {
        return channel.channel().equals(ChannelSettings.INTERNAL);
    }

    private Checks required(Checks checks) {
        Optional<Setting> said = channel.get(Variable.CHECKS);
        List<Check> required =
                said.map(setting -> setting.asSomeOf(Check.class)).orElse(List.of());
        if (required.contains(Check.HOSTS) && checks.hosts().isEmpty()) {
            String hosts = Variable.EXPECT_HOSTS.nameFor(channel.channel());
            throw new ConfigurationException(
                    said.orElseThrow().source(),
                    "hosts are to be checked, and " + hosts + " isn't set",
                    "Set it, or set " + Variable.CHECKS.nameFor(channel.channel()) + " without hosts");
        }
        return required.isEmpty() ? checks : checks.require(required.toArray(Check[]::new));
    }

    /** What the service says of its certificate is nothing to a channel that has none. */
    private void refuseWithoutCertificate() {
        Stream<Setting> own =
                OF_A_CERTIFICATE.stream().filter(channel::isOwn).flatMap(variable -> channel.get(variable).stream());
        own.findFirst().ifPresent(setting -> {
            throw new ConfigurationException(
                    setting.source(),
                    "it is about the certificate that is presented, and without a private key there is none",
                    "Unset it, or set " + Variable.PRIVATE_KEY_PATH.nameFor(channel.channel()));
        });
    }

    /** Names and addresses, as they are compared. */
    static List<Host> hosts(Setting setting) {
        return setting.asList().stream().map(text -> host(text, setting)).toList();
    }

    private static Host host(String text, Setting setting) {
        try {
            return Host.of(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    setting.source(),
                    String.valueOf(e.getMessage()),
                    "Set it to names and addresses that are separated by commas");
        }
    }
}
