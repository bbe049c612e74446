package io.livetls.netty;

import io.livetls.ClientAuth;
import io.livetls.TlsDerivation;
import io.livetls.TlsSnapshot;
import io.livetls.material.Identity;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
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
import javax.net.ssl.X509ExtendedTrustManager;
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
 */
final class OpenSslContexts implements TlsDerivation<OpenSslGeneration> {
    /**
     * Netty hands the key over in a key store, and PKCS#12, the default, would encrypt and decrypt it on the way with ten
     * thousand rounds.
     */
    private static final String IN_MEMORY = "JKS";

    private final ContextSettings settings;
    private final X509ExtendedTrustManager liveTrust;
    private final String[] groups;

    OpenSslContexts(ContextSettings settings, X509ExtendedTrustManager liveTrust) {
        this.settings = settings;
        this.liveTrust = liveTrust;
        this.groups = settings.groups().stream()
                .map(NamedGroup::openSslName)
                .map(Objects::requireNonNull)
                .toArray(String[]::new);
    }

    @Override
    public OpenSslGeneration derive(TlsSnapshot next, @Nullable OpenSslGeneration previous) {
        TicketGuard guard = new TicketGuard();
        ReferenceCountedOpenSslContext context = newContext(next, guard);
        boolean made = false;
        try {
            TicketKeys keys = ticketKeys(next, previous);
            configureSessions(context.sessionContext(), next, previous, keys);
            // Protocols are taken by engines, not by the context: names that it doesn't know are found now.
            ReferenceCountUtil.release(context.newEngine(ByteBufAllocator.DEFAULT));
            made = true;
            return new OpenSslGeneration(context, guard, keys, next.trustGeneration());
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

    private ReferenceCountedOpenSslContext newContext(TlsSnapshot next, TicketGuard guard) {
        try {
            return (ReferenceCountedOpenSslContext) builder(next, guard).build();
        } catch (SSLException e) {
            throw new MaterialException(
                    Problem.REFUSED,
                    null,
                    "BoringSSL can't make a context of " + next.identity() + " (" + rootCause(e) + ")",
                    "Use what BoringSSL supports, or engine(JDK)",
                    e);
        }
    }

    private SslContextBuilder builder(TlsSnapshot next, TicketGuard guard) {
        Identity identity = next.identity();
        String obstacle = NativeLimits.obstacle(identity);
        if (obstacle != null) {
            throw new MaterialException(
                    Problem.REFUSED, null, obstacle, "Use an RSA or EC key, or NettyTls with engine(JDK)");
        }
        SslContextBuilder builder = settings.client() ? client(identity) : server(identity, guard);
        builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                .keyStoreType(IN_MEMORY)
                .trustManager(new GenerationTrust(liveTrust, asksForCertificates() ? next.trustAnchors() : null))
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
        return SslContextBuilder.forServer(ServerKeys.factory(identity, guard)).clientAuth(settings.nettyClientAuth());
    }

    private boolean asksForCertificates() {
        return !settings.client() && settings.clientAuth() != ClientAuth.NONE;
    }

    private static TicketKeys ticketKeys(TlsSnapshot next, @Nullable OpenSslGeneration previous) {
        return previous != null && previous.trustGeneration() == next.trustGeneration()
                ? previous.ticketKeys()
                : TicketKeys.random();
    }

    private void configureSessions(
            OpenSslSessionContext sessions, TlsSnapshot next, @Nullable OpenSslGeneration previous, TicketKeys keys) {
        if (previous != null) {
            keepSettings(previous.context().sessionContext(), sessions);
        }
        if (sessions instanceof OpenSslServerSessionContext server) {
            keys.applyTo(server);
            if (!server.setSessionIdContext(SessionIdContext.of(next.trustAnchors(), settings.clientAuth()))) {
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
