package io.livetls.kafka;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The JDK's, over the handle's live context, which has the rules of sessions and rotation. */
final class JdkEngines implements Engines {
    private final SSLContext context;
    private final EngineSettings settings;

    JdkEngines(LiveTls tls, EngineSettings settings) {
        this.context = tls.sslContext();
        this.settings = settings;
        // Names that the engine doesn't know are found now, not by the first connection.
        server("", 0);
    }

    @Override
    public SSLEngine client(String host, int port, @Nullable String hostCheck) {
        SSLEngine engine = engine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(hostCheck);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine server(String host, int port) {
        SSLEngine engine = engine(host, port);
        engine.setUseClientMode(false);
        if (settings.clientAuth() == ClientAuth.REQUIRE) {
            engine.setNeedClientAuth(true);
        } else if (settings.clientAuth() == ClientAuth.OPTIONAL) {
            engine.setWantClientAuth(true);
        }
        return engine;
    }

    private SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        if (!settings.protocols().isEmpty()) {
            engine.setEnabledProtocols(settings.protocols().toArray(String[]::new));
        }
        if (!settings.cipherSuites().isEmpty()) {
            engine.setEnabledCipherSuites(settings.cipherSuites().toArray(String[]::new));
        }
        return engine;
    }

    @Override
    public void close() {
        // The context is the handle's.
    }
}
