package io.livetls.netty;

import io.livetls.LiveTls;
import io.livetls.TlsSnapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says how a live Netty context differs from the defaults: see {@link NettyTls#server} and {@link NettyTls#client}.
 * Setting one thing twice throws an {@link IllegalStateException} that names it. Not thread-safe.
 */
public final class NettyContextBuilder {
    private static final Logger LOG = System.getLogger("io.livetls.netty");

    private final LiveTls tls;
    private final boolean client;
    private final OpenSslLibrary openSsl;
    private final Choices choices = new Choices();
    private NettyEngine engine = NettyEngine.AUTO;
    private List<String> applicationProtocols = List.of();
    private List<NamedGroup> groups = List.of();
    private boolean resumes = true;
    private @Nullable Duration ticketKeyLifetime;
    private @Nullable Retirement retirement;
    private LongSupplier nanoTime = System::nanoTime;

    NettyContextBuilder(LiveTls tls, boolean client, OpenSslLibrary openSsl) {
        this.tls = Objects.requireNonNull(tls, "tls");
        this.client = client;
        this.openSsl = openSsl;
    }

    /**
     * Who speaks TLS.
     *
     * @param wanted {@link NettyEngine#AUTO} if this isn't called
     * @return this
     */
    public NettyContextBuilder engine(NettyEngine wanted) {
        choices.once("engine", wanted);
        this.engine = wanted;
        return this;
    }

    /**
     * The protocols to agree on by ALPN (RFC 7301), such as {@code h2} and {@code http/1.1}. Peers that have none of them
     * in common, or don't know ALPN, go on without.
     *
     * @param names at least one, the best first; no ALPN if this isn't called
     * @return this
     */
    public NettyContextBuilder applicationProtocols(String... names) {
        choices.once("applicationProtocols", List.of(names));
        this.applicationProtocols = Choices.notEmpty("applicationProtocols", names);
        return this;
    }

    /**
     * The groups for the key exchange (RFC 8446, 4.2.7), such as {@code X25519} and {@code secp256r1}, in IANA's names and
     * any case. {@link NettyEngine#JDK} takes them from Java 20 on.
     *
     * @param names at least one, the best first; the engine's defaults if this isn't called
     * @return this
     * @throws IllegalArgumentException if a name isn't known: it names those that are
     */
    public NettyContextBuilder groups(String... names) {
        choices.once("groups", List.of(names));
        this.groups =
                Choices.notEmpty("groups", names).stream().map(NamedGroup::of).toList();
        return this;
    }

    /**
     * Lets this client resume no sessions: each of its handshakes is in full. For clients that keep their connections for
     * long, as gRPC's do. They save little by resuming, and lose a connection where trust changes while they offer a session
     * of a certificate that isn't trusted any more to a server that has a better one by now.
     *
     * <p>For BoringSSL. The JDK's engine goes on resuming, and loses no such connection.
     *
     * @return this
     */
    public NettyContextBuilder withoutResumption() {
        choices.once("withoutResumption", true);
        this.resumes = false;
        return this;
    }

    /**
     * How long each of this server's own keys seals session tickets (RFC 5077, 4; RFC 8446, 4.6.1) before a new random one
     * takes its place. It goes on opening them for as long as they last, which is two days with BoringSSL, so clients notice
     * nothing. A shorter time bounds what is lost with a key: the TLS 1.3 connections that its tickets were made in.
     *
     * <p>For BoringSSL; the JDK's engine replaces its keys by a rule of its own. Keys that processes share
     * ({@link LiveTls.Builder#sessionTicketKeys}) are replaced by whoever writes their file.
     *
     * @param sealing from one minute to seven days, the longest that a ticket may last (RFC 8446, 4.6.1); 12 hours if this
     *     isn't called
     * @return this
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public NettyContextBuilder ticketKeyLifetime(Duration sealing) {
        choices.once("ticketKeyLifetime", sealing);
        if (sealing.compareTo(Duration.ofMinutes(1)) < 0 || sealing.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    "ticketKeyLifetime: " + sealing + " (expected: from one minute to seven days)");
        }
        this.ticketKeyLifetime = sealing;
        return this;
    }

    /**
     * Ends open connections that were made under older trust, gracefully and at a pace.
     *
     * @param wanted such as {@code Retirement.onTrustChange().within(Duration.ofMinutes(5))}; if this isn't called, they go
     *     on until their peers end them
     * @return this
     */
    public NettyContextBuilder retire(Retirement wanted) {
        choices.once("retire", wanted);
        this.retirement = wanted;
        return this;
    }

    /** What tells the age of ticket keys, as {@link System#nanoTime()}. */
    NettyContextBuilder nanoTime(LongSupplier clock) {
        this.nanoTime = clock;
        return this;
    }

    /**
     * Makes the context of what is current.
     *
     * @return always current
     * @throws IllegalStateException if the handle lacks what the context needs or is closed, or if this platform can't do
     *     what was set: it says what to do
     * @throws IllegalArgumentException if the engine doesn't know a protocol or cipher suite of the handle's settings
     * @throws io.livetls.material.MaterialException if the engine refuses the identity
     */
    public LiveSslContext build() {
        checkMaterial(tls.current());
        checkTicketKeys(tls.current());
        checkResumption();
        ContextSettings settings = new ContextSettings(
                client,
                tls.settings().clientAuth(),
                tls.settings().protocols(),
                tls.settings().cipherSuites(),
                applicationProtocols,
                groups,
                resumes);
        if (openSsl.isChosenBy(engine) && canDo(settings)) {
            Duration sealing =
                    ticketKeyLifetime == null ? TicketKeyRotation.Schedule.DEFAULT_SEALING : ticketKeyLifetime;
            OpenSslContexts contexts =
                    new OpenSslContexts(settings, tls, new TicketKeyRotation.Schedule(sealing, nanoTime));
            return new OpenSslLiveContext(
                    settings, contexts.handshakes(), tls.derive(contexts), FollowedHandlers.of(tls, retirement));
        }
        warnOfUnusedTicketKeys();
        return new JdkLiveContext(tls, settings, retirement);
    }

    /** Else it would show as a fleet whose clients resume only where they were before. */
    private void warnOfUnusedTicketKeys() {
        if (!client && tls.current().sessionTicketKeys() != null) {
            LOG.log(
                    Level.WARNING,
                    () -> tls.settings().name() + ": sessionTicketKeys(...) has no effect with the JDK's engine, which"
                            + " makes its own keys, so clients resume with this process alone. Use engine(OPENSSL)");
        }
    }

    private void checkTicketKeys(TlsSnapshot snapshot) {
        if (ticketKeyLifetime == null) {
            return;
        }
        if (client) {
            throw new IllegalStateException(
                    "ticketKeyLifetime(...) is for servers: clients seal nothing. Leave it out");
        }
        if (engine == NettyEngine.JDK) {
            throw new IllegalStateException("ticketKeyLifetime(...) and engine(JDK) contradict: the JDK replaces its"
                    + " ticket keys by a rule of its own. Remove one of the two");
        }
        if (snapshot.sessionTicketKeys() != null) {
            throw new IllegalStateException("ticketKeyLifetime(...) and sessionTicketKeys(...) contradict: shared keys"
                    + " are replaced by whoever writes their file. Remove one of the two");
        }
    }

    private void checkResumption() {
        if (!client && !resumes) {
            throw new IllegalStateException("withoutResumption() is for clients: it is they who resume. Leave it out");
        }
    }

    private boolean canDo(ContextSettings settings) {
        String obstacle = NativeLimits.obstacle(settings);
        if (obstacle != null && engine == NettyEngine.OPENSSL) {
            throw new IllegalStateException(
                    "engine(OPENSSL): " + obstacle + ". Change that setting, or use engine(AUTO) or engine(JDK)");
        }
        if (obstacle == null && engine == NettyEngine.AUTO) {
            obstacle = NativeLimits.obstacle(tls.current().identity());
        }
        if (obstacle != null) {
            String reason = obstacle;
            LOG.log(Level.INFO, () -> tls.settings().name() + ": uses the JDK's engine in Netty, since " + reason);
        }
        return obstacle == null;
    }

    private void checkMaterial(TlsSnapshot snapshot) {
        if (client && snapshot.trustAnchors() == null && tls.settings().verifiesServers()) {
            throw new IllegalStateException("this handle has no trust, and a client has to check servers: add"
                    + " trust(\"/path/to/ca.crt\") for a private CA, or trustSystem() for public servers");
        }
        if (!client && snapshot.identity() == null) {
            throw new IllegalStateException("this handle has no identity, and a server has to present one: add"
                    + " identity(Path.of(\"/path/to/tls.crt\"), Path.of(\"/path/to/tls.key\"))");
        }
    }
}
