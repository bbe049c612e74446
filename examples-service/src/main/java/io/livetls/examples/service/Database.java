package io.livetls.examples.service;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A real PostgreSQL. Database {@code mutual} asks for a client certificate, {@code secure} for TLS, {@code plain} for
 * neither.
 */
final class Database implements AutoCloseable {
    private static final String ACCESS = """
            host      all     postgres  all  trust
            hostssl   mutual  app       all  scram-sha-256  clientcert=verify-full
            hostssl   secure  app       all  scram-sha-256
            hostnossl plain   app       all  scram-sha-256
            """;

    private final Path data;
    private final EmbeddedPostgres server;

    Database(Path directory, IssuedCertificate identity, CertificateAuthority trusted)
            throws IOException, SQLException {
        data = Files.createDirectory(directory);
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setDataDirectoryCustomizer(prepared -> prepare(prepared.toPath(), identity, trusted))
                .start();
        administer("create role app login password 'secret'");
        for (String database : new String[] {"mutual", "secure", "plain"}) {
            administer("create database " + database + " owner app");
        }
    }

    String url(String database) {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
    }

    /** Returns when new connections are those of a server that has read its files again. */
    void present(IssuedCertificate identity, CertificateAuthority... trusted) throws IOException, SQLException {
        write(data, identity, trusted);
        String before = ask("select pg_conf_load_time()");
        administer("select pg_reload_conf()");
        while (ask("select pg_conf_load_time()").equals(before)) {
            Thread.onSpinWait();
        }
    }

    private String ask(String question) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement();
                ResultSet result = sql.executeQuery(question)) {
            result.next();
            return result.getString(1);
        }
    }

    private void administer(String statement) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static void prepare(Path data, IssuedCertificate identity, CertificateAuthority trusted) {
        try {
            Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
            Files.writeString(
                    data.resolve("postgresql.conf"),
                    "ssl = on\nssl_ca_file = 'clients.crt'\nfsync = off\n",
                    StandardOpenOption.APPEND);
            write(data, identity, trusted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path data, IssuedCertificate identity, CertificateAuthority... trusted)
            throws IOException {
        Path key = data.resolve("server.key");
        Files.writeString(key, identity.privateKeyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(data.resolve("server.crt"), identity.certificatePem());
        Files.writeString(data.resolve("clients.crt"), CertificateAuthority.bundlePem(trusted));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
