package io.livetls.benchmarks;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.netty.NettyContextBuilder;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.NettyTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * One side of the handshakes: a mTLS server or a client that checks the server's name. Static and live ones differ in the
 * context only: same keys, same trust, same settings.
 *
 * @param engines makes the engines
 * @param end ends what a live side follows
 */
record Side(Engines engines, Runnable end) implements AutoCloseable {
    private static final char[] PASSWORD = "benchmark".toCharArray();

    /** As careful hands write it: made once, never changed. */
    static Side ofStatic(Stack stack, boolean server, Credentials credentials) {
        IssuedCertificate identity = server ? credentials.server() : credentials.client();
        Engines engines = stack == Stack.JSSE
                ? Engines.of(jsse(keyManagers(identity, "SunX509"), credentials.root()), server)
                : Engines.of(netty(stack, server, identity, credentials.root()));
        return new Side(engines, () -> {});
    }

    /**
     * Over files, as a service has them.
     *
     * @param shortcuts whether peers that were accepted before are remembered and signatures checked natively, as by default; or
     *     chains are checked by the JDK's trust manager each time, as a static side does it
     */
    static Side ofLive(Stack stack, boolean server, Credentials credentials, Path directory, boolean shortcuts) {
        IssuedCertificate identity = server ? credentials.server() : credentials.client();
        TlsVolume volume = TlsVolume.create(directory, identity, credentials.root());
        LiveTls tls = volume.builder()
                .clientAuth(server ? ClientAuth.REQUIRE : ClientAuth.NONE)
                .rememberVerifiedChains(shortcuts)
                .nativeSignatureChecks(shortcuts)
                .build();
        return ofLive(stack, server, tls);
    }

    /** Over a handle, which is closed with it. */
    static Side ofLive(Stack stack, boolean server, LiveTls tls) {
        Engines engines = stack == Stack.JSSE
                ? Engines.of(tls.sslContext(), server)
                : Engines.of(nettyContext(server ? NettyTls.server(tls) : NettyTls.client(tls), stack));
        return new Side(engines, tls::close);
    }

    private static SslContext nettyContext(NettyContextBuilder builder, Stack stack) {
        return builder.engine(stack == Stack.NETTY_JDK ? NettyEngine.JDK : NettyEngine.OPENSSL)
                .build();
    }

    /** A plain context of the JDK. */
    static SSLContext jsse(KeyManager[] keys, CertificateAuthority trusted) {
        try {
            KeyStore anchors = KeyStore.getInstance("JKS");
            anchors.load(null, null);
            anchors.setCertificateEntry("root", trusted.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform can't make a TLS context", e);
        }
    }

    /** The JDK's key managers over a PKCS#12 store: "SunX509", the default, or "PKIX". */
    static KeyManager[] keyManagers(IssuedCertificate identity, String algorithm) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
            factory.init(identity.toKeyStore(PASSWORD), PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no key manager " + algorithm, e);
        }
    }

    private static SslContext netty(
            Stack stack, boolean server, IssuedCertificate identity, CertificateAuthority trusted) {
        SslContextBuilder builder = server
                ? SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                        .clientAuth(io.netty.handler.ssl.ClientAuth.REQUIRE)
                : SslContextBuilder.forClient()
                        .keyManager(identity.privateKey(), identity.chain())
                        .endpointIdentificationAlgorithm("HTTPS");
        try {
            return withTicketKey(builder.trustManager(trusted.certificate())
                    .sslProvider(stack == Stack.NETTY_JDK ? SslProvider.JDK : SslProvider.OPENSSL_REFCNT)
                    .build());
        } catch (SSLException e) {
            throw new IllegalStateException("Netty can't make a TLS context", e);
        }
    }

    /** Without a key Netty's server gives no tickets, which is less work than what it is compared with. */
    static SslContext withTicketKey(SslContext context) {
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            sessions.setTicketKeys(ticketKey());
        }
        return context;
    }

    private static OpenSslSessionTicketKey ticketKey() {
        byte[] name = new byte[OpenSslSessionTicketKey.NAME_SIZE];
        byte[] hmac = new byte[OpenSslSessionTicketKey.HMAC_KEY_SIZE];
        byte[] aes = new byte[OpenSslSessionTicketKey.AES_KEY_SIZE];
        ThreadLocalRandom.current().nextBytes(name);
        ThreadLocalRandom.current().nextBytes(hmac);
        ThreadLocalRandom.current().nextBytes(aes);
        return new OpenSslSessionTicketKey(name, hmac, aes);
    }

    @Override
    public void close() {
        engines.close();
        end.run();
    }
}
