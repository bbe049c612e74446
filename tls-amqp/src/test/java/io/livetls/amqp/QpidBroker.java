package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Connection;
import org.apache.qpid.server.model.KeyStore;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.TrustStore;
import org.apache.qpid.server.model.port.AmqpPort;
import org.apache.qpid.server.security.FileKeyStore;
import org.apache.qpid.server.security.FileTrustStore;
import org.jspecify.annotations.Nullable;

/** Qpid Broker-J in this JVM and in memory, one for all tests. It needs nothing on the machine. */
final class QpidBroker implements io.livetls.amqp.Broker {
    private static final String PASSWORD = "in-memory";
    private static @Nullable QpidBroker shared;

    private final Path directory;
    private final Broker<?> broker;

    private QpidBroker(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        this.directory = Files.createTempDirectory("livetls-qpid");
        write(identity, clients);
        Path configuration = directory.resolve("initial.json");
        Files.writeString(configuration, CONFIGURATION);
        Started started = new Started();
        SystemLauncher launcher = new SystemLauncher(started);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            launcher.shutdown();
            Leftovers.delete(directory);
        }));
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
                        "livetls.keys", directory.resolve("keys.p12").toString(),
                        "livetls.trust", directory.resolve("trust.p12").toString(),
                        "livetls.password", PASSWORD)));
        this.broker = started.broker();
    }

    /** Running, with the certificate and the clients' CAs that are asked for. */
    static synchronized QpidBroker with(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        QpidBroker running = shared;
        if (running == null) {
            running = new QpidBroker(identity, clients);
            shared = running;
        } else {
            running.change(identity, clients);
        }
        return running;
    }

    @Override
    public int port() {
        return port("tls").getBoundPort();
    }

    @Override
    public int plaintextPort() {
        return port("plaintext").getBoundPort();
    }

    @Override
    public void change(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        write(identity, clients);
        broker.getChildren(KeyStore.class).forEach(store -> ((FileKeyStore<?>) store).reload());
        broker.getChildren(TrustStore.class).forEach(store -> ((FileTrustStore<?>) store).reload());
        port("tls").updateTLS();
    }

    @Override
    public void disconnectAll() {
        for (Object connection : port("tls").getConnections()) {
            ((ConfiguredObject<?>) connection).delete();
        }
    }

    @Override
    public List<String> peers() {
        return port("tls").getConnections().stream()
                .map(connection -> String.valueOf(((Connection<?>) connection).getPrincipal()))
                .toList();
    }

    /** Connections to the plaintext port that are logged in. */
    int plaintextLogins() {
        return (int) plaintext().getConnections().stream()
                .filter(connection -> ((Connection<?>) connection).getPrincipal() != null)
                .count();
    }

    void awaitNoPlaintextConnection() {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (((AmqpPort<?>) plaintext()).getConnectionCount() > 0) {
            assertThat(System.nanoTime()).as("the connection is closed").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Port<?> plaintext() {
        return port("plaintext");
    }

    private Port<?> port(String name) {
        return broker.getChildren(Port.class).stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void write(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        write("keys.p12", identity.toKeyStore(PASSWORD.toCharArray()));
        java.security.KeyStore trust = java.security.KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        for (CertificateAuthority client : clients) {
            trust.setCertificateEntry(client.certificate().getSerialNumber().toString(), client.certificate());
        }
        write("trust.p12", trust);
    }

    private void write(String name, java.security.KeyStore store) throws Exception {
        try (var out = Files.newOutputStream(directory.resolve(name))) {
            store.store(out, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Started extends SystemLauncherListener.DefaultSystemLauncherListener {
        private @Nullable SystemConfig<?> system;

        @Override
        public void onContainerResolve(SystemConfig<?> resolved) {
            system = resolved;
        }

        Broker<?> broker() {
            if (system == null) {
                throw new IllegalStateException("the broker has not started");
            }
            return (Broker<?>) system.getContainer();
        }
    }

    private static final String CONFIGURATION = """
            {
              "name": "livetls",
              "modelVersion": "9.0",
              "authenticationproviders": [
                {"name": "certificates", "type": "External", "useFullDN": "true"},
                {"name": "passwords", "type": "Plain", "secureOnlyMechanisms": [],
                 "users": [{"name": "guest", "type": "managed", "password": "guest"}]}
              ],
              "keystores": [
                {"name": "keys", "type": "FileKeyStore", "storeUrl": "${livetls.keys}", "keyStoreType": "PKCS12",
                 "password": "${livetls.password}"}
              ],
              "truststores": [
                {"name": "clients", "type": "FileTrustStore", "storeUrl": "${livetls.trust}",
                 "trustStoreType": "PKCS12", "password": "${livetls.password}"}
              ],
              "ports": [
                {"name": "tls", "port": "0", "transports": ["SSL"], "authenticationProvider": "certificates",
                 "keyStore": "keys", "trustStores": ["clients"], "needClientAuth": "true", "bindingAddress": "127.0.0.1",
                 "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]},
                {"name": "plaintext", "port": "0", "authenticationProvider": "passwords", "bindingAddress": "127.0.0.1",
                 "context": {"qpid.port.allow_plaintext": "true"},
                 "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]}
              ],
              "virtualhostnodes": [
                {"name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
                 "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}
              ]
            }
            """;
}
