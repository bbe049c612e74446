package io.livetls.netty;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.TlsDerivation;
import io.livetls.TlsSnapshot;
import io.livetls.material.Identity;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.SessionTicketKeys;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the native context of each generation: a new one for every change, since it copies the key, the chain and the CAs
 * that it names to clients. What decides about sessions goes from one to the next:
 *
 * <pre>
 *   server, trust changed        new ticket keys, new session-id context: nothing from before resumes
 *   server, only identity        same ticket keys, same session-id context: tickets go on
 *   client                       an empty session cache
 * </pre>
 *
 * Ticket keys that processes share stay the same in either case; there the session-id context alone parts generations of
 * trust. It tells what a client had to satisfy, so nothing may be sealed in a context whose client satisfied other trust.
 */
final class OpenSslContexts implements TlsDerivation<OpenSslGeneration> {
    /**
     * Netty hands the key over in a key store, and PKCS#12, the default, would encrypt and decrypt it on the way with ten
     * thousand rounds.
     */
    private static final String IN_MEMORY = "JKS";

    private final ContextSettings settings;
    private final LiveTls tls;
    private final TicketKeyRotation.Schedule schedule;
    private final String[] groups;

    /** Of all generations: a handshake may be under way for more than one change. */
    private final HandshakesUnderWay handshakes;

    OpenSslContexts(ContextSettings settings, LiveTls tls, TicketKeyRotation.Schedule schedule) {
        this.settings = settings;
        this.tls = tls;
        this.schedule = schedule;
        this.handshakes = new HandshakesUnderWay(tls.trustManager());
        this.groups = settings.groups().stream()
                .map(NamedGroup::openSslName)
                .map(Objects::requireNonNull)
                .toArray(String[]::new);
    }

    HandshakesUnderWay handshakes() {
        return handshakes;
    }

    @Override
    public OpenSslGeneration derive(TlsSnapshot next, @Nullable OpenSslGeneration previous) {
        if (previous != null && previous.isClientFor(next)) {
            return previous;
        }
        TicketGuard guard = new TicketGuard();
        GenerationTrust trust =
                new GenerationTrust(tls.trustManager(), asksForCertificates() ? next.trustAnchors() : null);
        ReferenceCountedOpenSslContext context = newContext(next, guard, trust);
        boolean made = false;
        try {
            OpenSslGeneration generation =
                    new OpenSslGeneration(context, guard, ticketKeys(next, previous), next, handshakes);
            configureSessions(generation, next, previous);
            trust.afterCheck(() -> endSessionsIfTrustChanged(generation));
            // Protocols are taken by engines, not by the context: names that it doesn't know are found now.
            ReferenceCountUtil.release(context.newEngine(ByteBufAllocator.DEFAULT));
            made = true;
            return generation;
        } finally {
            if (!made) {
                context.release();
            }
        }
    }

    @Override
    public void retire(OpenSslGeneration value) {
        value.retire();
    }

    /**
     * Between the moment when new trust takes effect and the one when this context is retired, a client may have passed the
     * new trust here. Its session mustn't pass for one of the old trust, which it may never have satisfied: trust may be
     * changed back, and another process with the same ticket keys may still have it. The engine that is checking holds the
     * context.
     */
    private void endSessionsIfTrustChanged(OpenSslGeneration generation) {
        if (tls.current().trustGeneration() != generation.trustGeneration()) {
            generation.endSessions();
        }
    }

    private ReferenceCountedOpenSslContext newContext(TlsSnapshot next, TicketGuard guard, GenerationTrust trust) {
        try {
            return (ReferenceCountedOpenSslContext) builder(next, guard, trust).build();
        } catch (SSLException e) {
            throw new MaterialException(
                    Problem.REFUSED,
                    null,
                    "BoringSSL can't make a context of " + next.identity() + " (" + rootCause(e) + ")",
                    "Use what BoringSSL supports, or engine(JDK)",
                    e);
        }
    }

    private SslContextBuilder builder(TlsSnapshot next, TicketGuard guard, GenerationTrust trust) {
        Identity identity = next.identity();
        String obstacle = NativeLimits.obstacle(identity);
        if (obstacle != null) {
            throw new MaterialException(
                    Problem.REFUSED, null, obstacle, "Use an RSA or EC key, or NettyTls with engine(JDK)");
        }
        SslContextBuilder builder = settings.client() ? client(identity) : server(identity, guard);
        builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                .keyStoreType(IN_MEMORY)
                .trustManager(trust)
                .protocols(settings.protocolsOrNull())
                .ciphers(settings.cipherSuitesOrNull())
                .applicationProtocolConfig(settings.alpn());
        if (groups.length > 0) {
            builder.option(OpenSslContextOption.GROUPS, groups);
        }
        return builder;
    }

    private SslContextBuilder client(@Nullable Identity identity) {
        SslContextBuilder builder =
                SslContextBuilder.forClient().endpointIdentificationAlgorithm(ContextSettings.HOST_CHECK);
        return identity == null ? builder : builder.keyManager(identity.privateKey(), identity.chain());
    }

    private SslContextBuilder server(@Nullable Identity identity, TicketGuard guard) {
        if (identity == null) {
            throw new IllegalStateException("a server has to have an identity");
        }
        return SslContextBuilder.forServer(new ServerKeys(identity, guard)).clientAuth(settings.nettyClientAuth());
    }

    private boolean asksForCertificates() {
        return !settings.client() && settings.clientAuth() != ClientAuth.NONE;
    }

    private TicketKeySource ticketKeys(TlsSnapshot next, @Nullable OpenSslGeneration previous) {
        SessionTicketKeys shared = next.sessionTicketKeys();
        if (shared != null) {
            TicketKeys keys = TicketKeys.of(shared);
            return sessionTimeout -> keys;
        }
        return previous != null && previous.trustGeneration() == next.trustGeneration()
                ? previous.ticketKeys()
                : new TicketKeyRotation(schedule);
    }

    private void configureSessions(
            OpenSslGeneration generation, TlsSnapshot next, @Nullable OpenSslGeneration previous) {
        OpenSslSessionContext sessions = generation.context().sessionContext();
        if (!settings.resumes()) {
            sessions.setSessionCacheEnabled(false);
        } else if (previous != null) {
            keepSettings(previous.context().sessionContext(), sessions);
        }
        if (sessions instanceof OpenSslServerSessionContext server) {
            generation.freshenTicketKeys();
            if (!server.setSessionIdContext(SessionIdContext.of(next, settings.clientAuth()))) {
                throw new IllegalStateException("BoringSSL doesn't take the session-id context");
            }
        }
    }

    /** Cache size and timeout that a user set survive the change of context. */
    private static void keepSettings(OpenSslSessionContext from, OpenSslSessionContext to) {
        if (from.getSessionCacheSize() != to.getSessionCacheSize()) {
            to.setSessionCacheSize(from.getSessionCacheSize());
        }
        if (from.getSessionTimeout() != to.getSessionTimeout()) {
            to.setSessionTimeout(from.getSessionTimeout());
        }
    }

    private static String rootCause(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
