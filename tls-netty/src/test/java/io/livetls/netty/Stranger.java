package io.livetls.netty;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A peer that knows nothing of LiveTLS: one static context with its sessions, which it resumes whenever it is let. As a
 * server it wants a certificate.
 */
final class Stranger implements AutoCloseable {
    /** All connections look as if they were to one server. */
    static final int PORT = 4433;

    /** The first is the one that a client sends its share of, and that our side doesn't take. */
    private static final String[] CLIENT_GROUPS_FOR_A_RETRY = {"X25519", "P-256"};

    /** All clients know it, and none sends a share of it unasked. */
    private static final String[] SERVER_GROUPS_FOR_A_RETRY = {"P-384"};

    private final CountingTrust trust;
    private final Supplier<SSLEngine> engines;
    private final Runnable release;

    private Stranger(CountingTrust trust, Supplier<SSLEngine> engines, Runnable release) {
        this.trust = trust;
        this.engines = engines;
        this.release = release;
    }

    static Stranger of(Way way, boolean client, CertificateAuthority trusted, @Nullable IssuedCertificate identity) {
        CountingTrust trust = new CountingTrust(trusted);
        try {
            return way.isBoringSsl()
                    ? boringSsl(way, client, trust, identity)
                    : jdk(way.protocol(), client, trust, identity);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stranger jdk(
            String protocol, boolean client, CountingTrust trust, @Nullable IssuedCertificate identity)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(JdkClient.keys(identity), new TrustManager[] {trust}, null);
        Supplier<SSLEngine> engines = () -> {
            SSLEngine engine = context.createSSLEngine("localhost", PORT);
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
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            // Without it BoringSSL resumes no session that was made with a certificate.
            sessions.setSessionIdContext(new byte[] {1});
        }
        return new Stranger(
                trust,
                () -> context.newEngine(ByteBufAllocator.DEFAULT, "localhost", PORT),
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

    /** How many full handshakes it made. */
    int fullHandshakes() {
        return trust.checks();
    }

    @Override
    public void close() {
        release.run();
    }
}
