package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.config.ConfigurationException;
import io.livetls.config.TlsEnvironment;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database as variables describe it. */
class DatabaseTlsTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");

    @TempDir
    private Path temporary;

    @Test
    void aSecretAloneIsVerifyFullWithItsCertificate() throws Exception {
        PostgresServer postgres = PostgresServer.with(servers.issue(leaf -> leaf.dns("localhost")), clients);
        IssuedCertificate client = clients.issue(leaf -> leaf.commonName("app").clientAuth());
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(client, servers);
            try (DatabaseTls database =
                            postgres(Map.of("MM_TLS_SECRET_DIR", volume.path().toString()));
                    Connection connection =
                            Database.connect(postgres.url("localhost", PostgresServer.SECURE), database.properties())) {
                assertThat(database.mode()).isEqualTo(SslMode.VERIFY_FULL);
                assertThat(database.handle()).isPresent();
                assertThat(PostgresServer.Queries.clientSerial(connection))
                        .isEqualTo(client.certificate().getSerialNumber().toString());
            }
        }
    }

    @Test
    void aChannelMayHaveNoCertificateAndAnotherMode() throws Exception {
        PostgresServer postgres = PostgresServer.with(servers.issue(leaf -> leaf.dns("localhost")), clients);
        try (DatabaseTls database = postgres(Map.of(
                        "MM_TLS_POSTGRES__ENABLED", "true",
                        "MM_TLS_POSTGRES__TRUST_CERT", servers.certificatePem(),
                        "MM_TLS_POSTGRES__SSLMODE", "Verify-CA"));
                Connection connection = Database.connect(
                        postgres.url("127.0.0.1", PostgresServer.PASSWORD_ONLY), database.properties())) {
            assertThat(database.mode()).isEqualTo(SslMode.VERIFY_CA);
            assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
        }
    }

    @Test
    void aChannelThatIsOffOrDisabledIsPlaintextAndReadsNoFile() {
        Map<String, String> files = Map.of(
                "MM_TLS_KEY_CERT_PATH", "/no/such/tls.crt",
                "MM_TLS_PRIVATE_KEY_PATH", "/no/such/tls.key");
        Properties plaintext = new Properties();
        plaintext.setProperty("sslmode", "disable");
        for (Map<String, String> off : List.of(
                Map.<String, String>of(),
                Map.of("MM_TLS_ENABLED", "false", "MM_TLS_POSTGRES__SSLMODE", "verify-full"),
                with(files, "MM_TLS_POSTGRES__ENABLED", "false"),
                with(files, "MM_TLS_POSTGRES__SSLMODE", "disable"))) {
            try (DatabaseTls database = postgres(off)) {
                assertThat(database.mode()).isEqualTo(SslMode.DISABLE);
                assertThat(database.handle()).isEmpty();
                assertThat(database.properties()).isEqualTo(plaintext);
            }
        }
    }

    @Test
    void aModeThatAsksForTlsWhereThereIsNoneIsNotSilentlyPlaintext() {
        assertThatThrownBy(() -> postgres(Map.of("MM_TLS_POSTGRES__SSLMODE", "verify-full")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.variable()).isEqualTo("MM_TLS_POSTGRES__SSLMODE"))
                .hasMessage(
                        "MM_TLS_POSTGRES__SSLMODE: it asks for TLS, and there is none, since there is no private key."
                                + " Set MM_TLS_POSTGRES__ENABLED=true for TLS without a certificate of one's own, or the mode to"
                                + " disable.");
    }

    @Test
    void anUnknownModeNamesTheVariableAndTheModes() {
        assertThatThrownBy(() -> postgres(Map.of("MM_TLS_SSLMODE", "strict")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "MM_TLS_SSLMODE: 'strict' is no sslmode (expected: disable, allow, prefer, require, verify-ca,"
                                + " verify-full). Set it to one of these, or leave it out for verify-full.");
    }

    @Test
    void verificationThatIsSwitchedOffContradictsAModeThatPromisesIt() {
        Map<String, String> blind = Map.of(
                "MM_TLS_POSTGRES__ENABLED", "true",
                "MM_TLS_POSTGRES__TRUST_CERT", servers.certificatePem(),
                "MM_TLS_POSTGRES__VERIFICATION", "false");
        assertThatThrownBy(() -> postgres(blind))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sslmode=verify-full and withoutServerVerification() (variable VERIFICATION)");
        try (DatabaseTls database = postgres(with(blind, "MM_TLS_POSTGRES__SSLMODE", "require"))) {
            assertThat(database.mode()).isEqualTo(SslMode.REQUIRE);
        }
    }

    @Test
    void mariadbAndMysqlHaveVariablesOfTheirOwnAndTheirOwnNamesOfModes() {
        Map<String, String> trust = Map.of(
                "MM_TLS_ENABLED", "true",
                "MM_TLS_TRUST_CERT", servers.certificatePem(),
                "MM_TLS_MYSQL__SSLMODE", "VERIFY_CA",
                "MM_TLS_MARIADB__SSLMODE", "trust");
        try (DatabaseTls mysql = JdbcTls.mysql(TlsEnvironment.of(trust).channel("mysql"));
                DatabaseTls mariadb = JdbcTls.mariadb(TlsEnvironment.of(trust).channel("mariadb"))) {
            assertThat(mysql.mode()).isEqualTo(SslMode.VERIFY_CA);
            assertThat(mysql.properties())
                    .containsEntry("sslMode", "VERIFY_CA")
                    .containsEntry("socketFactory", MysqlSocketFactory.class.getName());
            assertThat(mariadb.mode()).isEqualTo(SslMode.REQUIRE);
            assertThat(mariadb.properties())
                    .containsEntry("sslMode", "trust")
                    .containsEntry("tlsSocketType", "livetls");
        }
    }

    @Test
    void withoutTlsEachDriverIsToldSoInItsOwnWords() {
        TlsEnvironment none = TlsEnvironment.of(Map.of());
        try (DatabaseTls mysql = JdbcTls.mysql(none.channel("mysql"));
                DatabaseTls mariadb = JdbcTls.mariadb(none.channel("mariadb"))) {
            assertThat(mysql.properties()).isEqualTo(Map.of("sslMode", "DISABLED"));
            assertThat(mariadb.properties()).isEqualTo(Map.of("sslMode", "disable"));
        }
    }

    @Test
    void aModeThatTheDriverHasNotNamesTheVariableAndThoseThatItHas() {
        assertThatThrownBy(() -> JdbcTls.mariadb(TlsEnvironment.of(Map.of("MM_TLS_MARIADB__SSLMODE", "prefer"))
                        .channel("mariadb")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("MM_TLS_MARIADB__SSLMODE: MariaDB's driver has no mode that does what prefer does."
                        + " Set it to one of disable, require, verify-ca, verify-full.");
    }

    private static DatabaseTls postgres(Map<String, String> variables) {
        return JdbcTls.postgresql(TlsEnvironment.of(variables).channel("postgres"));
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(name, value);
        return all;
    }
}
