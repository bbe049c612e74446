package io.livetls.kafka;

import io.livetls.LiveTls;
import io.livetls.TlsSnapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * For Kafka's {@code ssl.engine.factory.class}: every new connection of a client or broker takes the key, the certificate
 * and the trust that are on disk then. Kafka's own settings go on saying where those are, so this line alone makes a
 * properties file live:
 *
 * <pre>
 * security.protocol=SSL
 * ssl.engine.factory.class=io.livetls.kafka.LiveTlsEngineFactory
 * ssl.keystore.type=PEM
 * ssl.keystore.location=/etc/tls
 * </pre>
 *
 * <p>With {@code PEM} a location may be, besides a file, the directory of a {@code kubernetes.io/tls} secret, or two files,
 * chain and key, with a comma between; a trust store's a list of files and directories. With {@code LIVETLS} the key store's
 * location is the name of a handle of the program ({@link io.livetls.HandleNames}), with {@code ENVIRONMENT} a channel of
 * the {@code MM_TLS_*} variables. {@code docs/kafka.md} has all settings.
 *
 * <p>Client auth, protocols, cipher suites and the check of hosts' names follow Kafka's settings, and are never weaker
 * than the handle's. What would have no effect is an error.
 *
 * <p>Kafka makes, configures and closes it, one for each listener and client. Thread-safe once it is configured.
 */
public final class LiveTlsEngineFactory implements SslEngineFactory {
    private static final Logger LOG = System.getLogger("io.livetls.kafka");

    /** As long as Kafka's clients wait for a connection, {@code socket.connection.setup.timeout.max.ms}. */
    private static final int STRAGGLERS_SECONDS = 30;

    private @Nullable FactoryConfig config;
    private @Nullable Configured configured;
    private Cleaner.@Nullable Cleanable cleanable;

    /** For Kafka. */
    public LiveTlsEngineFactory() {}

    /** What belongs to one configuration. It must not know its factory. */
    private record Configured(
            Handle handle, Engines engines, @Nullable String noServer) implements Runnable {
        @Override
        public void run() {
            engines.close();
            if (handle.own()) {
                handle.tls().close();
            }
        }
    }

    /**
     * Finds or makes the handle, and checks all that can be checked before there is a connection.
     *
     * @param configs of a client, or of a broker's listener
     * @throws ConfigException if settings contradict each other, or one would have no effect
     * @throws io.livetls.material.MaterialException if a file can't be read or proven
     * @throws IllegalStateException if no handle has the name, or the {@code MM_TLS_*} variables switch TLS off
     */
    @Override
    public void configure(Map<String, ?> configs) {
        FactoryConfig wanted = FactoryConfig.of(configs);
        Handle handle = HandleChoice.of(wanted);
        boolean done = false;
        try {
            EngineSettings settings = EngineSettings.of(wanted, handle.tls().settings());
            String noServer = ServerRules.obstacle(settings.clientAuth(), handle);
            if (wanted.isBroker() && noServer != null) {
                throw new ConfigException(noServer);
            }
            Engines engines = EngineChoice.of(wanted, handle.tls(), settings);
            config = wanted;
            configured = new Configured(handle, engines, noServer);
            // Kafka drops a factory that it made only to try settings out, and doesn't close it.
            cleanable = Unreachable.register(this, configured);
            done = true;
        } finally {
            if (!done && handle.own()) {
                handle.tls().close();
            }
        }
        if (wanted.isWithoutHostCheck()) {
            LOG.log(
                    Level.WARNING,
                    "THE NAMES OF SERVERS ARE NOT CHECKED, since "
                            + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG + " is empty: whoever has any"
                            + " certificate of a trusted CA can pass for a broker. Set it to https");
        }
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, @Nullable String endpointIdentification) {
        return configured().engines().client(peerHost, peerPort, endpointIdentification);
    }

    /**
     * An engine for a connection that was accepted.
     *
     * @throws ConfigException if this handle and these settings can't serve: it names both
     */
    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        Configured now = configured();
        if (now.noServer() != null) {
            throw new ConfigException(now.noServer());
        }
        return now.engines().server(peerHost, peerPort);
    }

    /**
     * False for new material, which needs no new factory.
     *
     * @param nextConfigs what Kafka is about to use
     * @return whether the TLS settings themselves are others
     */
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return config == null || !config.says(nextConfigs);
    }

    /**
     * The same as with Kafka's own factory: a listener can be pointed at other files or another handle.
     *
     * @return Kafka's key store and trust store settings
     */
    @Override
    public Set<String> reconfigurableConfigs() {
        return SslConfigs.RECONFIGURABLE_CONFIGS;
    }

    /**
     * For Kafka's comparison of names when a listener is pointed elsewhere.
     *
     * @return the current certificate without its key; null if nothing is presented
     */
    @Override
    public @Nullable KeyStore keystore() {
        TlsSnapshot current = tls().current();
        return current.identity() == null
                ? null
                : Snapshots.keyStore(List.of(current.identity().leaf()));
    }

    /**
     * Who is trusted now.
     *
     * @return the current trust anchors; null if there are none
     */
    @Override
    public @Nullable KeyStore truststore() {
        TlsSnapshot current = tls().current();
        return current.trustAnchors() == null
                ? null
                : Snapshots.keyStore(List.copyOf(current.trustAnchors().certificates()));
    }

    /**
     * Closes the handle, if it was made of this factory's settings. Connections stay; no new ones are made. A broker's
     * is closed {@value #STRAGGLERS_SECONDS} seconds later: when a listener is pointed elsewhere, Kafka closes the old
     * factory before it has put the new one in its place, and whoever arrives meanwhile, or is in the middle of a
     * handshake, would be dropped.
     */
    @Override
    public void close() {
        close(CompletableFuture.delayedExecutor(STRAGGLERS_SECONDS, TimeUnit.SECONDS));
    }

    /** With another idea of later. */
    void close(Executor later) {
        if (config != null && config.isBroker()) {
            // Not cleanable::clean: what is unreachable is cleaned at once.
            later.execute(this::end);
        } else {
            end();
        }
    }

    private void end() {
        if (cleanable != null) {
            cleanable.clean();
        }
    }

    /** The handle behind the connections. */
    LiveTls tls() {
        return configured().handle().tls();
    }

    private Configured configured() {
        if (configured == null) {
            throw new IllegalStateException("configure(...) comes first");
        }
        return configured;
    }
}
