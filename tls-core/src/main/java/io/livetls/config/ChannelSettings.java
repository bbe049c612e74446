package io.livetls.config;

import io.livetls.config.Variable.Group;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the variables say for one channel: its own, and those that it inherits from the service. A channel that names a key
 * in a way of its own (files, text, a secret directory) inherits no other way and nothing that is said of the certificate,
 * and one with trust of its own inherits no trust. Immutable; printed without secrets.
 */
public final class ChannelSettings {
    /** The channel between a service's own pods, which is server and client in one. */
    public static final String INTERNAL = "INTERNAL";

    private static final Pattern NAME = Pattern.compile("[A-Z0-9]+(_[A-Z0-9]+)*");

    private final String channel;
    private final Map<Variable, Setting> settings;
    private final boolean enabled;
    private final List<String> warnings;

    private ChannelSettings(TlsEnvironment environment, String channel) {
        this.channel = channel;
        this.settings = resolve(environment, channel);
        this.enabled = enabled();
        if (enabled) {
            checkIdentity();
        }
        this.warnings = findWarnings(environment);
    }

    static ChannelSettings of(TlsEnvironment environment, String name) {
        String channel = name.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        if (!channel.isEmpty() && !NAME.matcher(channel).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a channel (expected: letters, digits and single underscores)");
        }
        return new ChannelSettings(environment, channel);
    }

    private static Map<Variable, Setting> resolve(TlsEnvironment environment, String channel) {
        Map<Variable, Setting> own = new EnumMap<>(Variable.class);
        for (Variable variable : Variable.values()) {
            if (variable.group() != Group.INTERNAL || channel.equals(INTERNAL)) {
                Setting setting = environment.own(variable, channel);
                if (setting != null) {
                    own.put(variable, setting);
                }
            }
        }
        Map<Variable, Setting> all = new EnumMap<>(own);
        for (Variable variable : Variable.values()) {
            if (!own.containsKey(variable) && variable.group() != Group.INTERNAL && inherits(own.keySet(), variable)) {
                Setting inherited = environment.own(variable, "");
                if (inherited != null) {
                    all.put(variable, inherited);
                }
            }
        }
        return all;
    }

    private static boolean inherits(Set<Variable> own, Variable variable) {
        return switch (variable.group()) {
            case FILES, INLINE, DIRECTORY ->
                own.stream()
                        .filter(each -> each.group().isIdentity())
                        .allMatch(each -> each.group() == variable.group());
            case PASSPHRASE, CERTIFICATE ->
                own.stream().noneMatch(each -> each.group().isIdentity());
            // A secret directory brings trust along.
            case TRUST ->
                own.stream().noneMatch(each -> each.group() == Group.TRUST || each.group() == Group.DIRECTORY);
            case INTERNAL -> false;
            case ALONE -> true;
        };
    }

    private boolean enabled() {
        Setting said = settings.get(Variable.ENABLED);
        if (said != null) {
            return said.asBoolean();
        }
        checkPlaceToGenerate();
        checkKeyToChain(Variable.KEY_CERT_PATH, Variable.PRIVATE_KEY_PATH);
        checkKeyToChain(Variable.KEY_CERT, Variable.PRIVATE_KEY);
        return hasIdentity();
    }

    private boolean hasIdentity() {
        return settings.keySet().stream().anyMatch(each -> each.group().isIdentity());
    }

    private void checkIdentity() {
        Set<Group> ways = EnumSet.noneOf(Group.class);
        List<String> sources = new ArrayList<>();
        settings.forEach((variable, setting) -> {
            if (variable.group().isIdentity() && ways.add(variable.group())) {
                sources.add(setting.source());
            }
        });
        if (ways.size() > 1) {
            throw new ConfigurationException(
                    String.join(" and ", sources),
                    "they contradict each other, since each of them gives a private key or its certificate",
                    "Unset all but one");
        }
        checkPlaceToGenerate();
        checkKeyToChain(Variable.KEY_CERT_PATH, Variable.PRIVATE_KEY_PATH);
        checkKeyToChain(Variable.KEY_CERT, Variable.PRIVATE_KEY);
        checkChainToKey(Variable.PRIVATE_KEY_PATH, Variable.KEY_CERT_PATH);
        checkChainToKey(Variable.PRIVATE_KEY, Variable.KEY_CERT);
    }

    /** Nor is it what somebody means who wants a certificate to be made. */
    private void checkPlaceToGenerate() {
        Setting wanted = settings.get(Variable.GENERATE);
        if (wanted != null && !wanted.isNone() && !hasIdentity()) {
            throw new ConfigurationException(
                    wanted.source(),
                    "there is no place to keep what is generated",
                    "Set " + Variable.SECRET_DIR.nameFor(channel)
                            + " to a directory on a volume that outlives the process");
        }
    }

    /** Plaintext is never what somebody means who names a certificate. */
    private void checkKeyToChain(Variable chain, Variable key) {
        Setting given = settings.get(chain);
        if (given != null && !settings.containsKey(key)) {
            throw new ConfigurationException(
                    given.source(),
                    "the certificate has no private key, since " + key.nameFor(channel) + " isn't set",
                    "Set " + key.nameFor(channel) + ", or " + Variable.ENABLED.nameFor(channel)
                            + "=false for no TLS at all");
        }
    }

    private void checkChainToKey(Variable key, Variable chain) {
        Setting given = settings.get(key);
        if (given != null && !settings.containsKey(chain)) {
            throw new ConfigurationException(
                    given.source(),
                    "the private key has no certificate, since " + chain.nameFor(channel) + " isn't set",
                    "Set " + chain.nameFor(channel) + " to its certificate chain; it may be in the same place");
        }
    }

    private List<String> findWarnings(TlsEnvironment environment) {
        List<String> found = new ArrayList<>();
        settings.values()
                .forEach(setting -> environment
                        .contradictions(setting)
                        .forEach(older -> found.add(older + ": it says something else than " + setting.source()
                                + ", which counts. Unset " + older)));
        if (isOwn(Variable.SERVICE_NAME) && !settings.containsKey(Variable.GENERATE)) {
            found.add(Variable.SERVICE_NAME.nameFor(channel) + ": it has no effect without "
                    + Variable.GENERATE.nameFor(channel) + "=self-signed");
        }
        Setting trust = trust();
        if (!enabled && trust != null && !settings.containsKey(Variable.ENABLED)) {
            found.add(trust.source() + ": it has no effect, since there is no private key and so no TLS. Set "
                    + Variable.ENABLED.nameFor(channel) + "=true for TLS without a certificate of one's own");
        }
        return List.copyOf(found);
    }

    private @Nullable Setting trust() {
        Setting paths = settings.get(Variable.TRUST_CERT_PATH);
        return paths != null ? paths : settings.get(Variable.TRUST_CERT);
    }

    /**
     * Which channel this is.
     *
     * @return its name as variables write it; empty for the service as a whole
     */
    public String channel() {
        return channel;
    }

    /**
     * Whether the channel uses TLS: as {@code ENABLED} says, and without that if there is a private key.
     *
     * @return false for plaintext
     */
    public boolean isEnabled() {
        return enabled;
    }

    /**
     * What a variable is for this channel.
     *
     * @param variable which one
     * @return its own value or the inherited one; empty if it isn't set
     */
    public Optional<Setting> get(Variable variable) {
        return Optional.ofNullable(settings.get(variable));
    }

    /**
     * Whether a variable of the channel itself says it.
     *
     * @param variable which one
     * @return false if it isn't set, or is inherited from the service
     */
    public boolean isOwn(Variable variable) {
        Setting setting = settings.get(variable);
        return setting != null && setting.source().equals(variable.nameFor(channel));
    }

    /**
     * All that is set, with the variable that each came from.
     *
     * @return an immutable list
     */
    public List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    /**
     * What is probably not meant as it is written.
     *
     * @return sentences for a log, without secrets
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * For logs.
     *
     * @return the channel and its settings, each with the variable it came from, without secrets
     */
    @Override
    public String toString() {
        return (channel.isEmpty() ? "TLS of the service" : "TLS of channel " + channel)
                + (enabled ? " is on " : " is off ")
                + settings.values();
    }
}
