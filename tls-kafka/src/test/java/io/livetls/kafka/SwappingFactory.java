package io.livetls.kafka;

import io.livetls.HandleNames;
import io.livetls.LiveTls;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/** What is often made instead: one context for ever, with managers that follow the files. */
public final class SwappingFactory implements SslEngineFactory {
    private @Nullable SSLContext context;
    private String[] protocols = {};

    /** For Kafka. */
    public SwappingFactory() {}

    @Override
    public void configure(Map<String, ?> configs) {
        LiveTls tls = HandleNames.find(String.valueOf(configs.get("ssl.keystore.location")));
        protocols = configs.get("ssl.enabled.protocols") instanceof List<?> list
                ? list.stream().map(String::valueOf).toArray(String[]::new)
                : new String[0];
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(new KeyManager[] {tls.keyManager()}, new TrustManager[] {tls.trustManager()}, null);
            context = made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLEngine engine(String host, int port, boolean client) {
        if (context == null) {
            throw new IllegalStateException("configure(...) comes first");
        }
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(protocols);
        if (!client) {
            engine.setNeedClientAuth(true);
        }
        return engine;
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        return engine(peerHost, peerPort, true);
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        return engine(peerHost, peerPort, false);
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {}
}
