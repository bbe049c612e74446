package io.livetls;

import io.livetls.check.Host;
import io.livetls.config.ChannelSettings;
import io.livetls.config.ConfigurationException;
import io.livetls.config.Setting;
import io.livetls.config.Variable;
import java.util.List;
import java.util.Optional;

/** What the variables of a channel say about a certificate that is made where there is none. */
final class ChannelGeneration {
    private ChannelGeneration() {}

    private enum Kind {
        NONE,
        SELF_SIGNED
    }

    /** The names that the certificate is for; empty if none is to be made. */
    static Optional<List<String>> names(ChannelSettings channel) {
        Optional<Setting> said =
                channel.get(Variable.GENERATE).filter(setting -> setting.asOneOf(Kind.class) == Kind.SELF_SIGNED);
        return said.map(setting -> names(channel, setting));
    }

    private static List<String> names(ChannelSettings channel, Setting said) {
        String name = channel.channel();
        if (channel.get(Variable.PRIVATE_KEY).isPresent()) {
            throw new ConfigurationException(
                    said.source(),
                    "a key that stands in " + Variable.PRIVATE_KEY.nameFor(name) + " isn't generated",
                    "Unset one of the two");
        }
        if (channel.get(Variable.PRIVATE_KEY_PASSPHRASE).isPresent()) {
            throw new ConfigurationException(
                    said.source(),
                    "a generated key isn't encrypted, and " + Variable.PRIVATE_KEY_PASSPHRASE.nameFor(name) + " is set",
                    "Unset one of the two");
        }
        Setting names = channel.get(Variable.SERVICE_NAME)
                .orElseThrow(() -> new ConfigurationException(
                        said.source(),
                        "nothing says for whom, since " + Variable.SERVICE_NAME.nameFor(name) + " isn't set",
                        "Set it to the service's name, or to several that are separated by commas"));
        return ChannelChecks.hosts(names).stream().map(Host::toString).toList();
    }
}
