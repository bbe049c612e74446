package io.livetls.kafka;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.TlsSnapshot;
import io.livetls.netty.LiveSslContext;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.NettyTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * BoringSSL's, over live contexts of Netty, which have the rules of sessions and rotation. A native context belongs to one
 * policy, so client auth and cipher suites have to be the handle's.
 */
final class NettyEngines implements Engines {
    private final @Nullable LiveSslContext client;
    private final @Nullable LiveSslContext server;
    private final EngineSettings settings;
    private final ClientAuth handleAuth;

    private NettyEngines(LiveTls tls, EngineSettings settings, NettyEngine engine) {
        this.settings = settings;
        this.handleAuth = tls.settings().clientAuth();
        TlsSnapshot current = tls.current();
        this.client = current.trustAnchors() == null && tls.settings().verifiesServers()
                ? null
                : NettyTls.client(tls).engine(engine).build();
        this.server = current.identity() == null
                ? null
                : NettyTls.server(tls).engine(engine).build();
    }

    /** Whether there is a native library for this platform on the class path. */
    static boolean isAvailable() {
        return OpenSsl.isAvailable();
    }

    static Engines of(LiveTls tls, EngineSettings settings, boolean asked) {
        if (!settings.cipherSuites().equals(tls.settings().cipherSuites())) {
            throw new ConfigException("ssl.cipher.suites=" + String.join(",", settings.cipherSuites()) + ": "
                    + FactoryKey.ENGINE + "=boringssl takes cipher suites from the handle '"
                    + tls.settings().name() + "'. Set them there with cipherSuites(...), or use " + FactoryKey.ENGINE
                    + "=jdk");
        }
        return new NettyEngines(tls, settings, asked ? NettyEngine.OPENSSL : NettyEngine.AUTO);
    }

    @Override
    public SSLEngine client(String host, int port, @Nullable String hostCheck) {
        if (client == null) {
            throw new IllegalStateException("the handle has no trust, and a client has to check brokers");
        }
        SSLEngine engine = ReleasingEngine.over(client.newEngine(ByteBufAllocator.DEFAULT, host, port));
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(hostCheck);
        engine.setSSLParameters(parameters);
        return narrowed(engine);
    }

    @Override
    public SSLEngine server(String host, int port) {
        if (server == null) {
            throw new IllegalStateException("the handle has no identity, and a broker has to present one");
        }
        if (settings.clientAuth() != handleAuth) {
            throw new ConfigException("ssl.client.auth=" + ServerRules.kafkaWord(settings.clientAuth())
                    + " differs from clientAuth(" + handleAuth + ") of the handle, and with " + FactoryKey.ENGINE
                    + "=boringssl they have to be the same. Change one of the two, or use " + FactoryKey.ENGINE
                    + "=jdk");
        }
        return narrowed(ReleasingEngine.over(server.newEngine(ByteBufAllocator.DEFAULT, host, port)));
    }

    private SSLEngine narrowed(SSLEngine engine) {
        if (!settings.protocols().isEmpty()) {
            engine.setEnabledProtocols(settings.protocols().toArray(String[]::new));
        }
        return engine;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
