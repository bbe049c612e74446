package io.livetls.examples.amqp;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/** An AMQP 0-9-1 broker in this JVM, Qpid's, that lets in whoever has a certificate of a CA. */
final class EmbeddedBroker implements AutoCloseable {
    private static final String PASSWORD = "in-memory";
    private static final String CONFIGURATION = """
            {
              "name": "examples",
              "modelVersion": "9.0",
              "authenticationproviders": [{"name": "certificates", "type": "External"}],
              "keystores": [{"name": "keys", "type": "FileKeyStore", "storeUrl": "${examples.keys}",
                             "keyStoreType": "PKCS12", "password": "${examples.password}"}],
              "truststores": [{"name": "clients", "type": "FileTrustStore", "storeUrl": "${examples.trust}",
                               "trustStoreType": "PKCS12", "password": "${examples.password}"}],
              "ports": [{"name": "tls", "port": "0", "transports": ["SSL"], "authenticationProvider": "certificates",
                         "keyStore": "keys", "trustStores": ["clients"], "needClientAuth": "true",
                         "bindingAddress": "127.0.0.1",
                         "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]}],
              "virtualhostnodes": [{"name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
                                    "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}]
            }
            """;

    private final SystemLauncher launcher;
    private @Nullable SystemConfig<?> system;

    EmbeddedBroker(Path directory, IssuedCertificate identity, CertificateAuthority clients) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("clients", clients.certificate());
        Path configuration = Files.writeString(directory.resolve("broker.json"), CONFIGURATION);
        this.launcher = new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener() {
            @Override
            public void onContainerResolve(SystemConfig<?> resolved) {
                system = resolved;
            }
        });
        launcher.startup(Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                configuration.toUri().toString(),
                "startupLoggedToSystemOut",
                false,
                "context",
                Map.of(
                        "qpid.work_dir", directory.toString(),
                        "examples.keys", written(directory, identity.toKeyStore(PASSWORD.toCharArray())),
                        "examples.trust", written(directory, trust),
                        "examples.password", PASSWORD)));
    }

    private static String written(Path directory, KeyStore store) throws Exception {
        Path file = Files.createTempFile(directory, "store", ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file.toString();
    }

    int port() {
        if (system == null) {
            throw new IllegalStateException("the broker has not started");
        }
        Broker<?> broker = (Broker<?>) system.getContainer();
        return broker.getChildren(Port.class).iterator().next().getBoundPort();
    }

    @Override
    public void close() {
        launcher.shutdown();
    }
}
