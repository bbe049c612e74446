package io.livetls;

import io.livetls.config.ChannelSettings;
import io.livetls.config.ConfigurationException;
import io.livetls.config.Setting;
import io.livetls.config.TlsEnvironment;
import io.livetls.config.Variable;
import io.livetls.jsse.JsseProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes a builder of what the variables of a channel say. */
final class ChannelBuilder {
    private static final Logger LOG = System.getLogger("io.livetls");

    private final ChannelSettings channel;
    private final boolean internal;
    private final LiveTls.Builder builder = LiveTls.builder();

    private ChannelBuilder(ChannelSettings channel) {
        this.channel = channel;
        this.internal = channel.channel().equals(ChannelSettings.INTERNAL);
    }

    static LiveTls.Builder of(TlsEnvironment environment, String name) {
        environment.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        return of(environment.channel(name));
    }

    static LiveTls.Builder of(ChannelSettings channel) {
        if (!channel.isEnabled()) {
            throw new IllegalStateException(
                    channel + ", so there is no handle to build: ask isEnabled() first, or set a private key");
        }
        channel.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        return new ChannelBuilder(channel).build();
    }

    private LiveTls.Builder build() {
        if (!channel.channel().isEmpty()) {
            builder.name(channel.channel().toLowerCase(Locale.ROOT));
        }
        boolean identity = setIdentity();
        setTrust(identity);
        setClientAuth(identity);
        ChannelChecks checks = new ChannelChecks(channel);
        checks.of(identity).ifPresent(builder::checks);
        builder.assumeRoles(checks.assumedRoles());
        setting(Variable.VERIFICATION).ifPresent(this::setVerification);
        setting(Variable.PROTOCOLS).ifPresent(list -> builder.protocols(known(list, EngineNames::checkProtocols)));
        setting(Variable.CIPHERS).ifPresent(list -> builder.cipherSuites(known(list, EngineNames::checkCipherSuites)));
        setting(Variable.REMEMBER_VERIFIED_CHAINS)
                .ifPresent(remembered -> builder.rememberVerifiedChains(remembered.asBoolean()));
        setting(Variable.NATIVE_SIGNATURE_CHECKS)
                .ifPresent(natively -> builder.nativeSignatureChecks(natively.asBoolean()));
        setting(Variable.JSSE_PROVIDER).ifPresent(named -> builder.jsseProvider(provider(named)));
        setting(Variable.RELOAD_INTERVAL).ifPresent(interval -> builder.reloadInterval(interval.asDuration()));
        return builder;
    }

    private boolean setIdentity() {
        char[] passphrase = setting(Variable.PRIVATE_KEY_PASSPHRASE)
                .map(setting -> setting.value().toCharArray())
                .orElse(new char[0]);
        Optional<Setting> directory = setting(Variable.SECRET_DIR);
        Optional<Setting> file = setting(Variable.PRIVATE_KEY_PATH);
        Optional<Setting> text = setting(Variable.PRIVATE_KEY);
        ChannelGeneration.names(channel).ifPresent(names -> setGeneration(names, directory, file));
        if (directory.isPresent()) {
            builder.secretDirectory(path(directory.get()), passphrase);
        } else if (file.isPresent()) {
            builder.identity(path(required(Variable.KEY_CERT_PATH)), path(file.get()), passphrase);
        } else if (text.isPresent()) {
            builder.identityPem(required(Variable.KEY_CERT).value(), text.get().value(), passphrase);
        }
        return directory.isPresent() || file.isPresent() || text.isPresent();
    }

    private void setGeneration(List<String> names, Optional<Setting> directory, Optional<Setting> file) {
        Path key = directory.map(place -> path(place).resolve("tls.key")).orElseGet(() -> path(file.orElseThrow()));
        Path certificate = directory
                .map(place -> path(place).resolve("tls.crt"))
                .orElseGet(() -> path(required(Variable.KEY_CERT_PATH)));
        if (key.toAbsolutePath().equals(certificate.toAbsolutePath())) {
            throw new ConfigurationException(
                    required(Variable.GENERATE).source(),
                    "the key and its certificate are generated into two files, and both are " + key,
                    "Name two files, or set " + Variable.SECRET_DIR.nameFor(channel.channel()));
        }
        builder.generate(certificate, key, names);
    }

    /** What is unset means the system's CAs; not between a service's own pods, where they would let anybody in. */
    private void setTrust(boolean identity) {
        boolean any = setting(Variable.SECRET_DIR)
                .filter(directory -> Files.exists(path(directory).resolve("ca.crt")))
                .isPresent();
        List<String> paths = Stream.of(Variable.TRUST_CERT_PATH, Variable.INTERNAL_TRUST_CERTS)
                .flatMap(variable -> setting(variable).stream())
                .flatMap(setting -> setting.asList().stream())
                .toList();
        if (!paths.isEmpty()) {
            builder.trust(String.join(",", paths));
            any = true;
        }
        Optional<Setting> text = setting(Variable.TRUST_CERT);
        if (text.isPresent()) {
            builder.trustPem(text.get().value());
            any = true;
        }
        if (internal && identity) {
            builder.trustOwnCertificate();
            any = true;
        }
        if (!any) {
            builder.trustSystem();
            warnOfSystemTrust();
        }
    }

    private void warnOfSystemTrust() {
        if (clientAuth().orElse(ClientAuth.NONE) == ClientAuth.REQUIRE) {
            LOG.log(
                    Level.WARNING,
                    channel + ": clients are let in with a certificate of any CA that the system trusts, since "
                            + Variable.TRUST_CERT_PATH.nameFor(channel.channel())
                            + " isn't set. Set it to the CA of your clients");
        }
    }

    private void setClientAuth(boolean identity) {
        Optional<ClientAuth> wanted = clientAuth();
        if (identity) {
            wanted.or(() -> internal ? Optional.of(ClientAuth.REQUIRE) : Optional.empty())
                    .ifPresent(builder::clientAuth);
        } else if (channel.isOwn(Variable.CLIENT_AUTH) && wanted.orElse(ClientAuth.NONE) != ClientAuth.NONE) {
            throw new ConfigurationException(
                    required(Variable.CLIENT_AUTH).source(),
                    "it is for servers, and without a private key this can't be one",
                    "Unset it, or set " + Variable.PRIVATE_KEY_PATH.nameFor(channel.channel()));
        }
    }

    /** Between a service's own pods only that channel's own word counts: it requires certificates by itself. */
    private Optional<ClientAuth> clientAuth() {
        return setting(Variable.CLIENT_AUTH)
                .filter(setting -> !internal || channel.isOwn(Variable.CLIENT_AUTH))
                .map(setting -> setting.asOneOf(ClientAuth.class));
    }

    private void setVerification(Setting setting) {
        if (setting.asBoolean()) {
            return;
        }
        if (internal) {
            throw new ConfigurationException(
                    setting.source(),
                    "pods that check nothing can't require certificates of each other",
                    "Set " + Variable.VERIFICATION.nameFor(channel.channel()) + "=true");
        }
        builder.withoutServerVerification();
    }

    private static String[] known(Setting names, Consumer<List<String>> check) {
        List<String> list = names.asList();
        try {
            check.accept(list);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(names.source(), String.valueOf(e.getMessage()), "Name what is known");
        }
        return list.toArray(String[]::new);
    }

    private static Provider provider(Setting named) {
        return JsseProvider.named(named.value().strip())
                .orElseThrow(() -> new ConfigurationException(
                        named.source(),
                        "there is no JSSE provider '" + named.value()
                                + "' here (expected: Conscrypt, or the name of a registered one such as SunJSSE)",
                        "Put org.conscrypt:conscrypt-openjdk-uber on the class path for Conscrypt, or unset it for the"
                                + " platform's"));
    }

    private Optional<Setting> setting(Variable variable) {
        return channel.get(variable);
    }

    private Setting required(Variable variable) {
        return setting(variable).orElseThrow(() -> new IllegalStateException(variable + " was checked before"));
    }

    private static Path path(Setting setting) {
        try {
            return Path.of(setting.value().strip());
        } catch (InvalidPathException e) {
            throw new ConfigurationException(
                    setting.source(), "'" + setting.value() + "' is no path", "Name a file or directory");
        }
    }
}
