package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each mode under each circumstance, against a real server. The rows are what libpq does with a root certificate; sources
 * are in {@code docs/jdbc.md}. The same table is run through {@code psql} where there is one.
 */
class SslModeTableTest {
    private static final CertificateAuthority SERVERS = CertificateAuthority.create("Servers");
    private static final CertificateAuthority CLIENTS = CertificateAuthority.create("Clients");
    private static final CertificateAuthority STRANGERS = CertificateAuthority.create("Strangers");
    private static final IssuedCertificate SERVER = SERVERS.issue(leaf -> leaf.dns("localhost"));
    private static final IssuedCertificate EXPIRED =
            SERVERS.issue(leaf -> leaf.dns("localhost").expired());
    private static final IssuedCertificate CLIENT =
            CLIENTS.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path directory;

    /** T is TLS, P plaintext, - no connection; by mode: disable, allow, prefer, require, verify-ca, verify-full. */
    private enum Circumstance {
        ALL_IS_WELL("- T T T T T", "P P T T T T"),
        // The client refuses, and libpq's "prefer" tries again without TLS; pgjdbc's doesn't.
        SERVER_OF_ANOTHER_CA("- - - - - -", "P P P - - -", "P P - - - -"),
        SERVER_OF_ANOTHER_NAME("- T T T T -", "P P T T T -"),
        SERVER_EXPIRED("- - - - - -", "P P P - - -", "P P - - - -"),
        SERVER_WITHOUT_TLS("- - - - - -", "P P P - - -"),
        // The server refuses with an error message of its protocol: both go down to plaintext.
        CLIENT_WITHOUT_CERTIFICATE("- - - - - -", "P P P - - -"),
        // The server refuses within TLS, with an alert: libpq gives up, pgjdbc goes down to plaintext.
        CLIENTS_CA_REMOVED("- - - - - -", "P P - - - -", "P P P - - -");

        final String secure;
        final String either;
        final String eitherHere;

        Circumstance(String secure, String either) {
            this(secure, either, either);
        }

        Circumstance(String secure, String either, String eitherHere) {
            this.secure = secure;
            this.either = either;
            this.eitherHere = eitherHere;
        }

        PostgresServer server() throws Exception {
            PostgresServer server = PostgresServer.with(
                    this == SERVER_EXPIRED ? EXPIRED : SERVER, this == CLIENTS_CA_REMOVED ? STRANGERS : CLIENTS);
            if (this == SERVER_WITHOUT_TLS) {
                server.switchTlsOff();
            }
            return server;
        }

        String host() {
            return this == SERVER_OF_ANOTHER_NAME ? "127.0.0.1" : "localhost";
        }

        CertificateAuthority trusted() {
            return this == SERVER_OF_ANOTHER_CA ? STRANGERS : SERVERS;
        }

        boolean hasClientCertificate() {
            return this != CLIENT_WITHOUT_CERTIFICATE;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyModeDoesWhatLibpqDoes(Circumstance circumstance) throws Exception {
        PostgresServer server = circumstance.server();
        LiveTls.Builder builder =
                LiveTls.builder().trustPem(circumstance.trusted().certificatePem());
        if (circumstance.hasClientCertificate()) {
            builder.identity(CLIENT.privateKey(), CLIENT.chain());
        }
        try (LiveTls tls = builder.build()) {
            assertThat(outcomes(mode -> connect(tls, mode, server.url(circumstance.host(), PostgresServer.SECURE))))
                    .isEqualTo(Outcome.row(circumstance.secure));
            assertThat(outcomes(mode -> connect(tls, mode, server.url(circumstance.host(), PostgresServer.EITHER))))
                    .isEqualTo(Outcome.row(circumstance.eitherHere));
        }
    }

    @ParameterizedTest
    @EnumSource
    void psqlConfirmsTheTable(Circumstance circumstance) throws Exception {
        Optional<Psql> psql = Psql.find();
        assumeTrue(psql.isPresent(), "there is no psql on this machine");
        PostgresServer server = circumstance.server();
        Path trust = Files.writeString(
                directory.resolve("root.crt"), circumstance.trusted().certificatePem());
        String files = " sslrootcert=" + trust;
        if (circumstance.hasClientCertificate()) {
            Path certificate = Files.writeString(directory.resolve("app.crt"), CLIENT.certificatePem());
            Path key = Files.createFile(
                    directory.resolve("app.key"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, CLIENT.privateKeyPem());
            files += " sslcert=" + certificate + " sslkey=" + key;
        }
        String settings = "host=" + circumstance.host() + " port=" + server.port() + files;
        assertThat(outcomes(
                        mode -> psql.get().connect(settings + " dbname=" + PostgresServer.SECURE + " sslmode=" + mode)))
                .isEqualTo(Outcome.row(circumstance.secure));
        assertThat(outcomes(
                        mode -> psql.get().connect(settings + " dbname=" + PostgresServer.EITHER + " sslmode=" + mode)))
                .isEqualTo(Outcome.row(circumstance.either));
    }

    private interface Attempt {
        Outcome connect(SslMode mode) throws Exception;
    }

    private static Map<SslMode, Outcome> outcomes(Attempt attempt) throws Exception {
        Map<SslMode, Outcome> outcomes = new EnumMap<>(SslMode.class);
        for (SslMode mode : SslMode.values()) {
            outcomes.put(mode, attempt.connect(mode));
        }
        return outcomes;
    }

    private static Outcome connect(LiveTls tls, SslMode mode, String url) {
        Properties properties = JdbcTls.postgresql(tls, mode);
        properties.setProperty("user", "app");
        properties.setProperty("password", "secret");
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            return PostgresServer.Queries.isTls(connection) ? Outcome.TLS : Outcome.PLAINTEXT;
        } catch (SQLException e) {
            return Outcome.FAILS;
        }
    }
}
