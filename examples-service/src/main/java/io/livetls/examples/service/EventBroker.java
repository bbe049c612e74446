package io.livetls.examples.service;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.KeyStore;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.TrustStore;
import org.apache.qpid.server.security.FileKeyStore;
import org.apache.qpid.server.security.FileTrustStore;
import org.jspecify.annotations.Nullable;

/** An AMQP 0-9-1 broker in this JVM, Qpid's, with a port for TLS and one for plaintext. In earnest it is RabbitMQ. */
final class EventBroker implements AutoCloseable {
    private static final String PASSWORD = "in-memory";
    private static final String CONFIGURATION = """
            {
              "name": "service",
              "modelVersion": "9.0",
              "authenticationproviders": [
                {"name": "passwords", "type": "Plain", "secureOnlyMechanisms": [],
                 "users": [{"name": "app", "type": "managed", "password": "secret"}]}],
              "keystores": [
                {"name": "keys", "type": "FileKeyStore", "storeUrl": "${service.keys}", "keyStoreType": "PKCS12",
                 "password": "${service.password}"}],
              "truststores": [
                {"name": "clients", "type": "FileTrustStore", "storeUrl": "${service.trust}",
                 "trustStoreType": "PKCS12", "password": "${service.password}"}],
              "ports": [
                {"name": "tls", "port": "0", "transports": ["SSL"], "authenticationProvider": "passwords",
                 "keyStore": "keys", "trustStores": ["clients"], "needClientAuth": "${service.mutual}",
                 "bindingAddress": "127.0.0.1",
                 "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]},
                {"name": "plaintext", "port": "0", "authenticationProvider": "passwords", "bindingAddress": "127.0.0.1",
                 "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]}],
              "virtualhostnodes": [
                {"name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
                 "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}]
            }
            """;

    private final Path directory;
    private final SystemLauncher launcher;
    private @Nullable SystemConfig<?> system;

    EventBroker(Path directory, IssuedCertificate identity, boolean mutual, CertificateAuthority trusted)
            throws Exception {
        this.directory = Files.createDirectory(directory);
        write(identity, trusted);
        Path configuration = Files.writeString(directory.resolve("broker.json"), CONFIGURATION);
        launcher = new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener() {
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
                        "service.keys", directory.resolve("keys.p12").toString(),
                        "service.trust", directory.resolve("trust.p12").toString(),
                        "service.password", PASSWORD,
                        "service.mutual", Boolean.toString(mutual))));
    }

    int tlsPort() {
        return port("tls").getBoundPort();
    }

    int port() {
        return port("plaintext").getBoundPort();
    }

    /** Qpid reads its stores again when it is told to. */
    void present(IssuedCertificate identity, CertificateAuthority... trusted)
            throws IOException, GeneralSecurityException {
        write(identity, trusted);
        broker().getChildren(KeyStore.class).forEach(store -> ((FileKeyStore<?>) store).reload());
        broker().getChildren(TrustStore.class).forEach(store -> ((FileTrustStore<?>) store).reload());
        port("tls").updateTLS();
    }

    private void write(IssuedCertificate identity, CertificateAuthority... trusted)
            throws IOException, GeneralSecurityException {
        java.security.KeyStore clients = java.security.KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        for (CertificateAuthority each : trusted) {
            clients.setCertificateEntry(each.certificate().getSerialNumber().toString(), each.certificate());
        }
        store(identity.toKeyStore(PASSWORD.toCharArray()), "keys.p12");
        store(clients, "trust.p12");
    }

    private void store(java.security.KeyStore store, String name) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private Broker<?> broker() {
        if (system == null) {
            throw new IllegalStateException("the broker has not started");
        }
        return (Broker<?>) system.getContainer();
    }

    private Port<?> port(String name) {
        return broker().getChildren(Port.class).stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        launcher.shutdown();
    }
}
