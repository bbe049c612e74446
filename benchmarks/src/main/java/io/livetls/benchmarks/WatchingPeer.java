package io.livetls.benchmarks;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Others that follow their files by themselves: a mTLS server over a directory with {@code tls.crt}, {@code tls.key}, {@code ca.crt}. */
enum WatchingPeer {
    /** The key manager over files at its shortest period. A context is made once. */
    GRPC("gRPC AdvancedTls, every minute") {
        @Override
        Server start(Path directory, Credentials credentials, Duration quiet)
                throws IOException, GeneralSecurityException {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
            AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
            AdvancedTlsX509KeyManager.Closeable watching = keys.updateIdentityCredentials(
                    directory.resolve("tls.crt").toFile(),
                    directory.resolve("tls.key").toFile(),
                    1,
                    TimeUnit.MINUTES,
                    executor);
            Side side = Peer.netty(SslContextBuilder.forServer(keys)
                    .trustManager(credentials.root().certificate()));
            return new Server(side, () -> {
                watching.close();
                executor.shutdownNow();
            });
        }
    },
    /** A bundle with {@code reload-on-update}, whose update handler makes a new context. */
    SPRING("Spring Boot's bundle, reload-on-update") {
        @Override
        Server start(Path directory, Credentials credentials, Duration quiet) throws SSLException {
            String bundle = "spring.ssl.bundle.pem.server.";
            AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
            application
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "benchmark",
                            Map.of(
                                    bundle + "reload-on-update",
                                    "true",
                                    bundle + "keystore.certificate",
                                    "file:" + directory.resolve("tls.crt"),
                                    bundle + "keystore.private-key",
                                    "file:" + directory.resolve("tls.key"),
                                    bundle + "truststore.certificate",
                                    "file:" + directory.resolve("ca.crt"),
                                    "spring.ssl.bundle.watch.file.quiet-period",
                                    quiet.toMillis() + "ms")));
            application.register(SslAutoConfiguration.class);
            application.refresh();
            SslBundles bundles = application.getBean(SslBundles.class);
            Server server = new Server(side(bundles.getBundle("server")), application::close);
            bundles.addBundleUpdateHandler("server", updated -> server.replaceBy(side(updated)));
            return server;
        }

        private Side side(SslBundle bundle) {
            SslManagerBundle managers = bundle.getManagers();
            try {
                return Peer.netty(managers.getKeyManagers()[0], managers.getTrustManagers()[0]);
            } catch (SSLException e) {
                throw new IllegalStateException("Netty can't make a TLS context", e);
            }
        }
    };

    /** What Spring waits for by default. */
    static final Duration DEFAULT_QUIET = Duration.ofSeconds(10);

    private final String title;

    WatchingPeer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /**
     * Starts it.
     *
     * @param quiet how long Spring waits after a change for others
     */
    abstract Server start(Path directory, Credentials credentials, Duration quiet)
            throws IOException, GeneralSecurityException;

    /** A server, and what follows the files for it. */
    static final class Server implements AutoCloseable {
        private final Runnable end;
        private volatile Side side;

        Server(Side side, Runnable end) {
            this.side = side;
            this.end = end;
        }

        Engines engines() {
            return side.engines();
        }

        /** By the watching thread. The one before may be in use; it goes with the process. */
        void replaceBy(Side next) {
            side = next;
        }

        @Override
        public void close() {
            end.run();
            side.close();
        }
    }
}
