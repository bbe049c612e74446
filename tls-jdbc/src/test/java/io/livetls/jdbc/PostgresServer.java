package io.livetls.jdbc;

import static io.livetls.jdbc.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
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
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL, one for all tests of this JVM. The user {@code app} has a password and, in the databases that ask for
 * it, needs a certificate of that name.
 */
final class PostgresServer {
    /** TLS only, with a client certificate. */
    static final String SECURE = "secure";

    /** With TLS a client certificate is needed; plaintext is let in as well. */
    static final String EITHER = "either";

    /** TLS only, without a client certificate. */
    static final String PASSWORD_ONLY = "password_only";

    private static final String ACCESS = """
            host      all            postgres  all  trust
            hostssl   secure         app       all  scram-sha-256  clientcert=verify-full
            hostssl   either         app       all  scram-sha-256  clientcert=verify-full
            hostnossl either         app       all  scram-sha-256
            hostssl   password_only  app       all  scram-sha-256
            """;

    /** In the file, since what stands in the command line can't be changed while it runs. */
    private static final String SETTINGS = """
            ssl = on
            ssl_ca_file = 'clients.crt'
            fsync = off
            """;

    private static @Nullable PostgresServer shared;

    private final Path data;
    private final EmbeddedPostgres process;

    private PostgresServer(IssuedCertificate identity, CertificateAuthority clients) throws IOException {
        this.data = Files.createTempDirectory("livetls-postgres");
        this.process = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setDataDirectoryCustomizer(directory -> prepare(directory, identity, clients))
                .start();
    }

    /** Running, with the certificate and the clients' CA that are asked for. */
    static synchronized PostgresServer with(IssuedCertificate identity, CertificateAuthority... clients)
            throws Exception {
        PostgresServer server = shared;
        if (server == null) {
            server = new PostgresServer(identity, clients[0]);
            server.administer(
                    "create role app login password 'secret'",
                    "create database " + SECURE,
                    "create database " + EITHER,
                    "create database " + PASSWORD_ONLY);
            shared = server;
        }
        server.administer("alter system set ssl = on");
        server.change(identity, clients);
        return server;
    }

    int port() {
        return process.getPort();
    }

    String url(String host, String database) {
        return "jdbc:postgresql://" + host + ":" + port() + "/" + database;
    }

    /** Replaces key, certificate and the clients' CAs on disk, and reloads. */
    void change(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        write(data, identity, clients);
        reload();
    }

    void switchTlsOff() throws Exception {
        administer("alter system set ssl = off");
        reload();
    }

    /** Returns when new connections are those of a server that has read its files again. */
    private void reload() throws Exception {
        String before = ask("select pg_conf_load_time()");
        administer("select pg_reload_conf()");
        await("the server reloads", () -> !ask("select pg_conf_load_time()").equals(before));
    }

    void administer(String... statements) throws SQLException {
        try (Connection connection = process.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = process.getPostgresDatabase().getConnection()) {
            return Queries.ask(connection, query);
        }
    }

    private static void prepare(File directory, IssuedCertificate identity, CertificateAuthority clients) {
        try {
            Files.writeString(directory.toPath().resolve("pg_hba.conf"), ACCESS);
            Files.writeString(directory.toPath().resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
            write(directory.toPath(), identity, clients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path directory, IssuedCertificate identity, CertificateAuthority... clients)
            throws IOException {
        Path key = directory.resolve("server.key");
        Files.writeString(key, identity.privateKeyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve("server.crt"), identity.certificatePem());
        Files.writeString(directory.resolve("clients.crt"), CertificateAuthority.bundlePem(clients));
    }

    /** Questions to a connection. */
    static final class Queries {
        private Queries() {}

        static String ask(Connection connection, String query) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                assertThat(result.next()).isTrue();
                return String.valueOf(result.getString(1));
            }
        }

        /** Whether the server says that the connection is TLS. */
        static boolean isTls(Connection connection) throws SQLException {
            return ask(connection, "select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                    .equals("t");
        }

        /** The serial number of the client certificate that the server saw. */
        static String clientSerial(Connection connection) throws SQLException {
            return ask(connection, "select client_serial from pg_stat_ssl where pid = pg_backend_pid()");
        }
    }
}
