package io.livetls.netty;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A peer that knows nothing of LiveTLS: one static context with its sessions, which it resumes whenever it is let. As a
 * server it wants a certificate.
 */
final class Stranger implements AutoCloseable {
    /** So that a client knows servers apart. */
    private static final AtomicInteger PORTS = new AtomicInteger(1024);

    /** Where it finds ours. */
    private static final int SERVICE = 443;

    /** The first is the one that a client sends its share of, and that our side doesn't take. */
    private static final String[] CLIENT_GROUPS_FOR_A_RETRY = {"P-521", "P-256"};

    /** All clients know it, and none sends a share of it unasked. */
    private static final String[] SERVER_GROUPS_FOR_A_RETRY = {"P-384"};

    private final CountingTrust trust;
    private final Supplier<SSLEngine> engines;
    private final Runnable release;
    private final int port = PORTS.incrementAndGet();

    private Stranger(CountingTrust trust, Supplier<SSLEngine> engines, Runnable release) {
        this.trust = trust;
        this.engines = engines;
        this.release = release;
    }

    static Stranger of(Way way, boolean client, CertificateAuthority trusted, @Nullable IssuedCertificate identity) {
        return way.isBoringSsl()
                ? ofBoringSsl(way, client, trusted, identity)
                : ofJdk(way.protocol(), client, trusted, identity);
    }

    private static Stranger ofJdk(
            String protocol, boolean client, CertificateAuthority trusted, @Nullable IssuedCertificate identity) {
        try {
            return jdk(protocol, client, new CountingTrust(trusted), identity);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** BoringSSL, whoever the way speaks of. */
    static Stranger ofBoringSsl(
            Way way, boolean client, CertificateAuthority trusted, @Nullable IssuedCertificate identity) {
        try {
            return boringSsl(way, client, new CountingTrust(trusted), identity);
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stranger jdk(
            String protocol, boolean client, CountingTrust trust, @Nullable IssuedCertificate identity)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(JdkClient.keys(identity), new TrustManager[] {trust}, null);
        Supplier<SSLEngine> engines = () -> {
            SSLEngine engine = context.createSSLEngine("localhost", SERVICE);
            engine.setUseClientMode(client);
            engine.setEnabledProtocols(new String[] {protocol});
            engine.setNeedClientAuth(!client);
            return engine;
        };
        return new Stranger(trust, engines, () -> {});
    }

    private static Stranger boringSsl(
            Way way, boolean client, CountingTrust trust, @Nullable IssuedCertificate identity) throws SSLException {
        SslContextBuilder builder = client ? SslContextBuilder.forClient() : server(identity);
        if (client && identity != null) {
            builder.keyManager(identity.privateKey(), identity.chain());
        }
        if (way.retries()) {
            builder.option(OpenSslContextOption.GROUPS, client ? CLIENT_GROUPS_FOR_A_RETRY : SERVER_GROUPS_FOR_A_RETRY);
        }
        SslContext context = builder.sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(way.protocol())
                .trustManager(trust)
                .endpointIdentificationAlgorithm(null)
                .build();
        if (way == Way.TLS12_TICKET) {
            // Keys are a server's, but this is what switches tickets on.
            TicketKeys.random().applyTo((OpenSslSessionContext) context.sessionContext());
        }
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            // Without it BoringSSL resumes no session that was made with a certificate.
            sessions.setSessionIdContext(new byte[] {1});
        }
        return new Stranger(
                trust,
                () -> context.newEngine(ByteBufAllocator.DEFAULT, "localhost", SERVICE),
                () -> ReferenceCountUtil.release(context));
    }

    private static SslContextBuilder server(@Nullable IssuedCertificate identity) {
        if (identity == null) {
            throw new IllegalStateException("a server has an identity");
        }
        return SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                .clientAuth(ClientAuth.REQUIRE);
    }

    End newEnd() {
        return new EngineEnd(engines.get());
    }

    /** A client that offers what sessions it has, and asks for a name (RFC 6066, 3). */
    End newEnd(String serverName) {
        SSLEngine engine = engines.get();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        engine.setSSLParameters(parameters);
        return new EngineEnd(engine);
    }

    /** Where it serves. */
    int port() {
        return port;
    }

    /** How many full handshakes it made. */
    int fullHandshakes() {
        return trust.checks();
    }

    @Override
    public void close() {
        release.run();
    }
}
