package io.livetls;

import io.livetls.check.Checks;
import io.livetls.check.Finding;
import io.livetls.check.Host;
import io.livetls.check.Role;
import io.livetls.config.ChannelSettings;
import io.livetls.config.ConfigurationException;
import io.livetls.config.TlsEnvironment;
import io.livetls.generate.GeneratedPair;
import io.livetls.jsse.JsseProvider;
import io.livetls.jsse.JsseView;
import io.livetls.jsse.PathChecks;
import io.livetls.jsse.TlsPolicy;
import io.livetls.live.LiveMaterial;
import io.livetls.live.Outcome;
import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.TrustAnchors;
import io.livetls.source.ExpectedIssuers;
import io.livetls.source.InlineIdentity;
import io.livetls.source.InlineTrust;
import io.livetls.source.KeyStoreIdentity;
import io.livetls.source.KeyStoreTrust;
import io.livetls.source.MaterialSource;
import io.livetls.source.OwnCertificate;
import io.livetls.source.Passphrase;
import io.livetls.source.PemIdentity;
import io.livetls.source.PemTrust;
import io.livetls.source.SecretDirectory;
import io.livetls.source.SuppliedMaterial;
import io.livetls.source.SystemTrust;
import io.livetls.source.TicketKeyFile;
import io.livetls.watch.FileWatcher;
import io.livetls.watch.WatchTiming;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A live TLS configuration: a service names its files once, and from then on every new connection speaks with the key,
 * the certificate and the trust that are on disk now.
 *
 * <pre>{@code
 * try (LiveTls tls = LiveTls.builder()
 *         .identity(Path.of("/etc/tls/tls.crt"), Path.of("/etc/tls/tls.key"))
 *         .trust("/etc/tls/ca.crt,/etc/extra-cas")
 *         .clientAuth(ClientAuth.REQUIRE)
 *         .build()) {
 *     HttpsServer server = HttpTls.server(tls, address);
 *     ...
 * }
 * }</pre>
 *
 * <p>A reload is all or nothing. What can't be read, proven or used by a TLS engine is a
 * {@link ReloadResult.Failed}; the last good material stays in use. Established connections aren't touched.
 *
 * <p>Thread-safe. Close it when the service ends, after its servers and clients: closing ends the watching of files, and
 * what was handed out makes no new connections.
 */
public final class LiveTls implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.livetls");

    private final TlsSettings settings;
    private final LiveMaterial live;
    private final MaterialChecks checks;
    private final Clock clock;
    private final JsseView jsse;
    private final String reference;
    private volatile boolean closed;

    private LiveTls(
            TlsSettings settings,
            PathChecks pathChecks,
            JsseProvider provider,
            LiveMaterial live,
            MaterialChecks checks,
            Clock clock) {
        this.settings = settings;
        this.reference = HandleNames.newReference(settings.name());
        this.live = live;
        this.checks = checks;
        this.clock = clock;
        this.jsse = new JsseView(
                live,
                new TlsPolicy(
                        settings.clientAuth() != ClientAuth.NONE,
                        settings.clientAuth() == ClientAuth.REQUIRE,
                        settings.verifiesServers(),
                        pathChecks,
                        settings.protocols(),
                        settings.cipherSuites(),
                        provider));
    }

    /**
     * Begins a configuration.
     *
     * @return a builder that has nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The handle that this process's {@code MM_TLS_*} variables describe; a system property of the same name comes before
     * a variable. See {@code docs/configuration.md} for all of them.
     *
     * @return a live handle
     * @throws IllegalStateException if the variables switch TLS off; {@link TlsEnvironment} tells beforehand
     * @throws ConfigurationException if a variable can't be meant: it names the variable and the remedy
     * @throws MaterialException if a file can't be read or proven
     */
    public static LiveTls fromEnvironment() {
        return ChannelBuilder.of(TlsEnvironment.ofProcess(), "").build();
    }

    /**
     * The handle of one channel of a service.
     *
     * @param environment {@code MM_TLS_*} variables
     * @param channel such as {@code internal} or {@code kafka}, in any case; empty for the service as a whole
     * @return a live handle
     * @throws IllegalStateException if the variables switch TLS off for this channel; {@link TlsEnvironment} tells beforehand
     * @throws ConfigurationException if a variable can't be meant: it names the variable and the remedy
     * @throws MaterialException if a file can't be read or proven
     */
    public static LiveTls fromEnvironment(Map<String, String> environment, String channel) {
        return ChannelBuilder.of(TlsEnvironment.of(environment), channel).build();
    }

    /**
     * Begins a configuration with what is said for a channel, to which the program may add.
     *
     * @param channel from {@link TlsEnvironment#channel}
     * @return a builder in which that is set
     * @throws IllegalStateException if the channel has no TLS
     * @throws ConfigurationException if a variable can't be meant
     */
    public static Builder builder(ChannelSettings channel) {
        return ChannelBuilder.of(channel);
    }

    /**
     * What is in effect now.
     *
     * @return an immutable snapshot
     */
    public TlsSnapshot current() {
        return TlsSnapshot.of(live.current());
    }

    /**
     * What isn't as it should be of what is current, as far as it was asked for by {@link Builder#checks} and by now: a
     * certificate expires without any reload. For health checks and metrics; it costs a path validation where the issuer is
     * checked.
     *
     * @return an immutable list, empty if all is well; the same is logged once when it is loaded
     */
    public List<Finding> findings() {
        return checks.examine(live.current(), clock.instant());
    }

    /**
     * What was set when this was built, and no reload changes.
     *
     * @return the settings
     */
    public TlsSettings settings() {
        return settings;
    }

    /**
     * A JSSE context that is always current: each engine and each socket that it, or a factory it handed out earlier,
     * makes uses what is current at its first handshake step. Servers ask for client certificates as
     * {@link Builder#clientAuth} says, at least: an engine can be set to be stricter, not laxer. No session of older trust
     * is ever resumed; when only the identity changes, clients of a server go on resuming.
     *
     * <p>As with every JSSE context, a client checks the server's name only where it is told to: {@code HttpClient} and
     * {@code HttpsURLConnection} do so by themselves, a bare socket or engine needs
     * {@code SSLParameters.setEndpointIdentificationAlgorithm("HTTPS")}.
     *
     * @return always the same context; its {@code init} can't be called
     */
    public SSLContext sslContext() {
        return jsse.sslContext();
    }

    /**
     * A key manager that presents the current identity, for frameworks that take nothing else.
     *
     * <p>Sessions of the framework's own context are then its business: a client's context goes on resuming sessions that
     * show the server the identity of before. Make a new context in {@link #onReload}, or use {@link #sslContext()}.
     *
     * @return always the same
     */
    public X509ExtendedKeyManager keyManager() {
        return jsse.keyManager();
    }

    /**
     * A trust manager that checks by the current trust anchors, for frameworks that take nothing else. It decides as the
     * JDK's PKIX trust manager does. A handle without trust trusts nobody.
     *
     * <p>Sessions of the framework's own context are then its business, and they open a door: <b>a client whose CA was
     * removed is let in again by resuming its session, without any check</b>. Make a new context whenever
     * {@link TlsSnapshot#trustGeneration()} changes (see {@link #onReload}), switch resumption off, or use
     * {@link #sslContext()}, which does so.
     *
     * @return always the same
     */
    public X509ExtendedTrustManager trustManager() {
        return jsse.trustManager();
    }

    /**
     * Looks at the sources now, on the calling thread, without waiting for an event or the poll.
     *
     * @return what came of it; nothing is thrown for bad material
     */
    public ReloadResult reload() {
        return result(live.reload());
    }

    /**
     * Tells a listener of every update, of every new failure, and of the end of a failure. Calls come one at a time and in
     * order, on the thread that reloads; the listener must not block, and what it throws is logged.
     *
     * @param listener what to call
     * @return closing it ends the calls; it never throws
     */
    public Registration onReload(Consumer<ReloadResult> listener) {
        Runnable remove = live.onReload(outcome -> listener.accept(result(outcome)));
        return remove::run;
    }

    /** What ends something that was registered. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * For adapters: keeps a value of each snapshot, see {@link TlsDerivation}.
     *
     * @param derivation how to make it; called for the current snapshot before this returns
     * @param <T> what is made
     * @return the value that is always current
     * @throws RuntimeException what the derivation throws for the current snapshot
     * @throws IllegalStateException if this is closed
     */
    public <T> Derived<T> derive(TlsDerivation<T> derivation) {
        DerivedValue<T> value = new DerivedValue<>(live, derivation);
        live.derive(value);
        return value;
    }

    /**
     * Ends the following of files and everything that was derived, and forgets passphrases. Connections stay; no new ones
     * are made.
     */
    @Override
    public void close() {
        closed = true;
        HandleNames.remove(this);
        live.close();
    }

    boolean isClosed() {
        return closed;
    }

    /** See {@link HandleNames#reference}. */
    String reference() {
        return reference;
    }

    /**
     * For logs.
     *
     * @return the name and what is current, without secrets
     */
    @Override
    public String toString() {
        return "LiveTls[" + settings.name() + ", " + live.current() + "]";
    }

    private static ReloadResult result(Outcome outcome) {
        TlsSnapshot current = TlsSnapshot.of(outcome.current());
        if (outcome instanceof Outcome.Updated updated) {
            return new ReloadResult.Updated(TlsSnapshot.of(updated.previous()), current);
        }
        return outcome instanceof Outcome.Failed failed
                ? new ReloadResult.Failed(current, failed.cause())
                : new ReloadResult.Unchanged(current);
    }

    /**
     * Says what a handle is made of. Setting one thing twice, or two that contradict, throws an
     * {@link IllegalStateException} that names both. Not thread-safe.
     *
     * <p>A handle needs an identity, or trust, or both. Several kinds of trust add up.
     */
    public static final class Builder {
        private final Choices choices = new Choices();
        private final List<MaterialSource> sources = new ArrayList<>();
        private ClientAuth clientAuth = ClientAuth.NONE;
        private @Nullable String name;
        private List<String> protocols = List.of();
        private List<String> cipherSuites = List.of();
        private WatchTiming timing = WatchTiming.DEFAULT;
        private boolean verifiesServers = true;
        private PathChecks pathChecks = PathChecks.DEFAULT;
        private Checks checks = Checks.standard();
        private Set<Role> assumedRoles = Set.of();
        private Clock clock = Clock.systemUTC();
        private JsseProvider provider = JsseProvider.PLATFORM;
        private @Nullable GeneratedPair generated;
        private String chainOrigin = "certificate";

        private Builder() {}

        /**
         * Presents the certificate chain and the private key of two files, or of one that is named twice. PEM, DER, PKCS#7;
         * PKCS#1, SEC1, PKCS#8.
         *
         * @param certificateChain the leaf and its intermediates
         * @param privateKey the leaf's key, unencrypted
         * @return this
         */
        public Builder identity(Path certificateChain, Path privateKey) {
            return identity(new PemIdentity(certificateChain, privateKey, new Passphrase(null)));
        }

        /**
         * As {@link #identity(Path, Path)}, with an encrypted key.
         *
         * @param certificateChain the leaf and its intermediates
         * @param privateKey the leaf's key
         * @param passphrase of the key; copied, kept for reloads, cleared when the handle is closed
         * @return this
         */
        public Builder identity(Path certificateChain, Path privateKey, char[] passphrase) {
            return identity(new PemIdentity(certificateChain, privateKey, new Passphrase(passphrase)));
        }

        /**
         * Presents a self-signed certificate that is made when the handle is built, if neither file is there, and is kept
         * from then on: P-256, ten years, for servers and clients. Processes that start at once on one volume end with one
         * pair. One file without the other is an error; an expired certificate is told, and never replaced.
         *
         * <p>Peers have to trust it by itself, as it has no CA.
         *
         * @param certificate where it is kept; missing directories are made
         * @param privateKey where its key is kept, unencrypted and readable by its owner alone
         * @param names what it is for, as {@link Host#of} takes them: the first is the common name, all are subject
         *     alternative names
         * @return this
         * @throws IllegalArgumentException if there is no name, or one that is no host, or one file is named for both
         */
        public Builder selfSigned(Path certificate, Path privateKey, String... names) {
            generate(certificate, privateKey, List.of(names));
            return identity(certificate, privateKey);
        }

        /**
         * Presents a key and a chain of the program itself; they never change. For ones that do, see {@link #material}.
         *
         * @param privateKey a key of any provider
         * @param certificateChain the leaf and its intermediates
         * @return this
         * @throws MaterialException if they don't belong together
         */
        public Builder identity(PrivateKey privateKey, List<X509Certificate> certificateChain) {
            return identity(
                    "identity(PrivateKey, List)",
                    SuppliedMaterial.constant(Material.of(Identity.of(privateKey, certificateChain))));
        }

        /**
         * Presents a key and a chain that stand in a setting themselves.
         *
         * @param certificateChain PEM text, or base64 of it
         * @param privateKey PEM text, or base64 of it
         * @param passphrase of the key; null for none
         * @return this
         * @throws MaterialException if they can't be read or don't belong together
         */
        public Builder identityPem(String certificateChain, String privateKey, char @Nullable [] passphrase) {
            return identity(
                    "identityPem(...)", new InlineIdentity(certificateChain, privateKey, new Passphrase(passphrase)));
        }

        /**
         * Presents the one private key entry of a key store.
         *
         * @param file a PKCS#12, JKS or JCEKS file
         * @param passphrase of the store and its key; copied, kept for reloads, cleared when the handle is closed
         * @return this
         */
        public Builder keyStore(Path file, char[] passphrase) {
            return identity(new KeyStoreIdentity(file, new Passphrase(passphrase)));
        }

        /**
         * Presents {@code tls.crt} and {@code tls.key} of a mounted {@code kubernetes.io/tls} secret, and trusts its
         * {@code ca.crt} if there is one.
         *
         * @param directory the mount
         * @return this
         */
        public Builder secretDirectory(Path directory) {
            return identity(new SecretDirectory(directory, new Passphrase(null)));
        }

        /**
         * As {@link #secretDirectory(Path)}, with an encrypted key.
         *
         * @param directory the mount
         * @param passphrase of the key; copied, kept for reloads, cleared when the handle is closed; empty for none
         * @return this
         */
        public Builder secretDirectory(Path directory, char[] passphrase) {
            return identity(new SecretDirectory(directory, new Passphrase(passphrase)));
        }

        /**
         * Takes identity and trust from the program, as a client of a secret store gives them. The supplier is asked at every
         * look, so every {@link #reloadInterval} and whenever {@link LiveTls#reload()} is called. What it gives together takes
         * effect together; what it throws fails that reload.
         *
         * @param supplier called by one thread at a time; it should answer from memory
         * @return this
         */
        public Builder material(Supplier<Material> supplier) {
            choices.one("material", "material(Supplier)");
            sources.add(SuppliedMaterial.asked(supplier));
            return this;
        }

        /**
         * Trusts the certificates of files and directories. A directory takes its {@code .pem}, {@code .crt} and {@code .cer}
         * files, any case, not hidden, not below.
         *
         * @param list separated by commas; blanks around them are fine
         * @return this
         * @throws MaterialException if the list has an empty part
         */
        public Builder trust(String list) {
            return trust("trust(String)", PemTrust.parse(list));
        }

        /**
         * Trusts certificates that stand in a setting themselves.
         *
         * @param certificates PEM text, or base64 of it
         * @return this
         * @throws MaterialException if they can't be read
         */
        public Builder trustPem(String certificates) {
            return trust("trustPem(String)", SuppliedMaterial.constant(InlineTrust.of(certificates)));
        }

        /**
         * Trusts certificates of the program itself.
         *
         * @param certificates at least one
         * @return this
         * @throws MaterialException if there are none
         */
        public Builder trustCertificates(Collection<X509Certificate> certificates) {
            return trust(
                    "trustCertificates(Collection)",
                    SuppliedMaterial.constant(Material.of(TrustAnchors.of(certificates, "trustCertificates"))));
        }

        /**
         * Trusts the trusted certificate entries of a key store.
         *
         * @param file a PKCS#12, JKS or JCEKS file
         * @param passphrase of the store; copied, kept for reloads, cleared when the handle is closed
         * @return this
         */
        public Builder trustStore(Path file, char[] passphrase) {
            return trust("trustStore(Path, char[])", new KeyStoreTrust(file, new Passphrase(passphrase)));
        }

        /**
         * Trusts the CAs that the Java platform trusts by itself.
         *
         * @return this
         */
        public Builder trustSystem() {
            return trust("trustSystem()", new SystemTrust());
        }

        /**
         * Trusts the certificate that the handle presents itself, besides what else it trusts: so do pods that share a
         * certificate meet each other. It follows every change of the identity, and each such change is one of trust.
         *
         * @return this
         */
        public Builder trustOwnCertificate() {
            return trust("trustOwnCertificate()", new OwnCertificate());
        }

        /**
         * <b>Switches the check of servers off.</b> A client of this handle then takes any certificate for any name: whoever
         * is on the way can read and change everything. For a test environment without a CA; {@link #trustCertificates} with
         * the server's own certificate is as easy and safe. Servers of the handle go on checking their clients.
         *
         * <p>Each handle that is built so logs a warning.
         *
         * @return this
         */
        public Builder withoutServerVerification() {
            choices.once("withoutServerVerification", true);
            this.verifiesServers = false;
            return this;
        }

        /**
         * Whether a peer's chain that was accepted isn't validated again when the peer comes back: that is most of what a
         * full handshake with client certificates costs a server. No verdict changes by it. An answer is remembered for exactly the
         * same certificates, role, host name and settings of the connection, for as long as all of the path is valid, and
         * until trust changes; a refusal never is. Nothing is remembered where revocation is checked
         * ({@code com.sun.net.ssl.checkRevocation}).
         *
         * <p>Some 100,000 peers are remembered, in 64 to 130 bytes each.
         *
         * @param remembered true if this isn't called
         * @return this
         */
        public Builder rememberVerifiedChains(boolean remembered) {
            choices.once("rememberVerifiedChains", remembered);
            this.pathChecks = new PathChecks(remembered, pathChecks.natively());
            return this;
        }

        /**
         * Whether the signatures of peers' certificates are checked by a native provider, where the program has one on its
         * class path: Conscrypt ({@code org.conscrypt:conscrypt-openjdk-uber}), or else Amazon's
         * ({@code software.amazon.cryptools:AmazonCorrettoCryptoProvider}). It needn't be registered, and isn't by this. The
         * JDK goes on to validate the path, and is asked about every signature that the provider doesn't find right.
         *
         * @param natively true if this isn't called
         * @return this
         */
        public Builder nativeSignatureChecks(boolean natively) {
            choices.once("nativeSignatureChecks", natively);
            this.pathChecks = new PathChecks(pathChecks.remembered(), natively);
            return this;
        }

        /**
         * Seals session tickets with the keys of a file, so that a client may resume with any process that has the same file.
         * Without it each process has keys of its own, which is safer where clients mostly come back to the same one.
         *
         * <p>The file holds keys of 48 random bytes, as for nginx and HAProxy: raw ({@code openssl rand 48}), several of them
         * one after the other, or a line of base64 for each. The first seals, all of them open. It is followed as everything
         * else. So that no process meets a ticket that it can't open yet, a new key has to be in the file everywhere before it
         * comes first: keep three, {@code current, next, previous}, and replace them by {@code next, new, current}.
         *
         * <p>Sessions still end with their trust: a process only resumes what was made under the same trust anchors, the same
         * client auth and a certificate of the same names as its own now. So trust that was changed and changed back accepts
         * again, besides its clients, their tickets from before; keys of a process's own don't.
         *
         * <p>For Netty with BoringSSL. JSSE, so {@link LiveTls#sslContext()}, can't be given ticket keys and goes on with its own.
         *
         * @param file the keys; readable by this service alone, better on tmpfs than on a disk, replaced at least daily
         * @return this
         */
        public Builder sessionTicketKeys(Path file) {
            choices.once("sessionTicketKeys", file);
            sources.add(new TicketKeyFile(file));
            return this;
        }

        /**
         * What servers want of their clients' certificates.
         *
         * @param wanted {@link ClientAuth#NONE} if this isn't called
         * @return this
         */
        public Builder clientAuth(ClientAuth wanted) {
            choices.once("clientAuth", wanted);
            this.clientAuth = wanted;
            return this;
        }

        /**
         * What is expected of the certificate, and what of that is required.
         *
         * @param wanted {@link Checks#standard()} if this isn't called
         * @return this
         * @throws MaterialException if the list of {@link Checks#expectIssuer} has an empty part
         */
        public Builder checks(Checks wanted) {
            choices.once("checks", wanted);
            wanted.issuers().map(ExpectedIssuers::new).ifPresent(sources::add);
            this.checks = wanted;
            return this;
        }

        /**
         * What to call the handle in logs, and by which name {@link HandleNames} finds it while it is open.
         *
         * @param unique if this isn't called, logs call it {@code livetls}, and no name finds it
         * @return this
         */
        public Builder name(String unique) {
            choices.once("name", unique);
            this.name = unique;
            return this;
        }

        /**
         * The enabled protocols, such as {@code TLSv1.3}.
         *
         * @param names at least one; if this isn't called, the TLS engine's defaults
         * @return this
         */
        public Builder protocols(String... names) {
            choices.once("protocols", List.of(names));
            this.protocols = Choices.notEmpty("protocols", names);
            return this;
        }

        /**
         * The enabled cipher suites by their RFC names, such as {@code TLS_AES_128_GCM_SHA256}.
         *
         * @param names at least one; if this isn't called, the TLS engine's defaults
         * @return this
         */
        public Builder cipherSuites(String... names) {
            choices.once("cipherSuites", List.of(names));
            this.cipherSuites = Choices.notEmpty("cipherSuites", names);
            return this;
        }

        /**
         * Whose TLS {@link LiveTls#sslContext()} speaks, and so JDBC drivers, RabbitMQ's clients, HTTP, Kafka and Netty by
         * their JDK engines. Conscrypt's handshakes cost a fraction of the JDK's:
         *
         * <pre>{@code
         * LiveTls.builder().jsseProvider(Conscrypt.newProvider())
         * }</pre>
         *
         * <p>It needn't be registered, and isn't by this. Whom to trust is decided by the JDK all the same, and sessions have
         * the same rules. Known to work are the JDK's own and Conscrypt 2.6, which takes RSA and EC keys, knows nothing of
         * algorithm constraints and of maximum packet sizes, and puts no socket over a connection of which something was
         * read ({@code createSocket(Socket, InputStream, boolean)}).
         *
         * @param wanted a provider of the {@code SSLContext} service; if this isn't called, the platform's first one
         * @return this
         * @throws IllegalArgumentException if it has no TLS
         */
        public Builder jsseProvider(Provider wanted) {
            choices.once("jsseProvider", wanted.getName());
            this.provider = JsseProvider.of(wanted);
            return this;
        }

        /**
         * How often to look at the files without any event, for file systems that give none.
         *
         * @param interval 10 seconds if this isn't called
         * @return this
         * @throws IllegalArgumentException if it isn't more than zero
         */
        public Builder reloadInterval(Duration interval) {
            choices.once("reloadInterval", interval);
            this.timing = timing.withPoll(interval);
            return this;
        }

        /**
         * Loads, and begins to follow.
         *
         * @return a live handle
         * @throws MaterialException if anything can't be read or proven, or doesn't pass a check that is required: it says
         *     what, where and what to do
         * @throws IllegalStateException if something needed wasn't set: it names the setting
         * @throws IllegalArgumentException if a protocol or a cipher suite is one that no TLS engine has: it names those that
         *     the JDK has; or if the {@link #jsseProvider} would enable others than are set
         */
        public LiveTls build() {
            EngineNames.checkProtocols(protocols);
            EngineNames.checkCipherSuites(cipherSuites);
            provider.check(protocols, cipherSuites);
            String called = name == null ? "livetls" : name;
            TlsSettings settings = new TlsSettings(called, clientAuth, verifiesServers, protocols, cipherSuites);
            if (sources.isEmpty()) {
                throw new IllegalStateException(
                        "nothing was set: give an identity(...) to present, or trust(...) to check"
                                + " peers by, or both");
            }
            if (generated != null) {
                generated.ensure();
            }
            LiveMaterial live = new LiveMaterial(called, sources, timing, FileWatcher.shared()::watch, clock);
            boolean built = false;
            try {
                Choices.checkClientAuth(
                        clientAuth, live.current().identity(), live.current().trust());
                Choices.checkTicketKeys(live.current());
                MaterialChecks checking = new MaterialChecks(called, checks, roles(), sources, chainOrigin);
                checking.follow(live);
                LiveTls tls = new LiveTls(settings, pathChecks, provider, live, checking, clock);
                built = true;
                if (!verifiesServers) {
                    LOG.log(
                            Level.WARNING,
                            () -> called
                                    + ": SERVERS ARE NOT VERIFIED. Clients of this handle take any certificate for any"
                                    + " name, so whoever is on the way can read and change everything");
                }
                if (name != null) {
                    HandleNames.add(name, tls);
                }
                return tls;
            } finally {
                if (!built) {
                    live.close();
                }
            }
        }

        /** Makes the pair of these files when the handle is built, if there is none. */
        Builder generate(Path certificate, Path privateKey, List<String> names) {
            generated = new GeneratedPair(
                    certificate, privateKey, names.stream().map(Host::of).toList());
            return this;
        }

        private Set<Role> roles() {
            return assumedRoles.isEmpty() && clientAuth != ClientAuth.NONE ? Set.of(Role.SERVER) : assumedRoles;
        }

        /** What the certificate is presented as, unless {@link #checks} say it. */
        Builder assumeRoles(Set<Role> roles) {
            assumedRoles = roles;
            return this;
        }

        /** Another clock than the system's, for tests. */
        Builder clock(Clock wanted) {
            this.clock = wanted;
            return this;
        }

        private Builder identity(MaterialSource source) {
            return identity(source.toString(), source);
        }

        private Builder identity(String call, MaterialSource source) {
            choices.one("identity", call);
            sources.add(source);
            chainOrigin = source.chainOrigin();
            return this;
        }

        private Builder trust(String call, MaterialSource source) {
            choices.once(call, source);
            sources.add(source);
            return this;
        }
    }
}
