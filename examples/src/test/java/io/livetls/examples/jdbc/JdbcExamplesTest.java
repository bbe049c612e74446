package io.livetls.examples.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.livetls.LiveTls;
import io.livetls.jdbc.DatabaseTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples against a real PostgreSQL that lets in nobody without TLS and a certificate. */
class JdbcExamplesTest {
    private static final String WHO = "select client_dn from pg_stat_ssl where pid = pg_backend_pid()";
    private static final CertificateAuthority CA = CertificateAuthority.create("CA");

    private static EmbeddedPostgres postgres;
    private static String url;

    @TempDir
    private Path temporary;

    private SecretVolume volume;

    @BeforeAll
    static void serve() throws Exception {
        Path data = Files.createTempDirectory("livetls-examples");
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setDataDirectoryCustomizer(directory -> prepare(directory.toPath()))
                .start();
        url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
        try (Connection connection = DriverManager.getConnection(url + "?user=postgres&sslmode=disable");
                Statement statement = connection.createStatement()) {
            statement.execute("create role app login password 'secret'");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void mount() {
        volume = SecretVolume.create(temporary.resolve("secret"));
        volume.update(client("first"), CA);
    }

    @AfterEach
    void unmount() {
        volume.close();
    }

    @Test
    void plainJdbcIsKnownByItsCertificate() throws Exception {
        String printed =
                printedBy(() -> PlainJdbc.main(new String[] {volume.path().toString(), url, "app", "secret"}));
        assertThat(printed).contains("/OU=first").contains("/CN=app");
    }

    /** The URLs of MariaDB and MySQL are tested where their drivers are, in tls-jdbc. */
    @Test
    void aUrlIsEnough() throws Exception {
        String named =
                url + "?sslmode=verify-full&sslfactory=io.livetls.jdbc.PostgresSocketFactory&sslfactoryarg=orders";
        String printed =
                printedBy(() -> UrlOnly.main(new String[] {volume.path().toString(), named, "app", "secret"}));
        assertThat(printed).contains("PostgreSQL").contains("orders");
    }

    private interface Example {
        void run() throws SQLException;
    }

    private static String printedBy(Example example) throws SQLException {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void thePoolShowsANewCertificateAfterItsRetirement() throws Exception {
        try (LiveTls tls = LiveTls.builder().secretDirectory(volume.path()).build();
                HikariDataSource pool = HikariPool.open(tls, url, "app", "secret", Duration.ofMillis(50))) {
            assertThat(ask(pool)).contains("/OU=first");
            volume.update(client("second"), CA);
            tls.reload();
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (!ask(pool).contains("/OU=second")) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    @Test
    void aSpringBootServiceIsConfiguredByVariables() throws Exception {
        SpringBootService service =
                new SpringBootService(Map.of("MM_TLS_SECRET_DIR", volume.path().toString()));
        try (DatabaseTls tls = service.databaseTls();
                HikariDataSource pool = service.dataSource(tls, url, "app", "secret")) {
            assertThat(ask(pool)).contains("/OU=first");
        }
    }

    @Test
    void aServiceThatCanOnlySetPropertiesNamesTheChannel() throws Exception {
        SpringBootService service =
                new SpringBootService(Map.of("MM_TLS_SECRET_DIR", volume.path().toString()));
        try (DatabaseTls tls = service.databaseTls();
                HikariDataSource pool = new HikariDataSource()) {
            assertThat(tls.handle()).isPresent();
            pool.setJdbcUrl(url);
            pool.setUsername("app");
            pool.setPassword("secret");
            pool.addDataSourceProperty("sslmode", "verify-full");
            pool.addDataSourceProperty("sslfactory", "io.livetls.jdbc.PostgresSocketFactory");
            pool.addDataSourceProperty("sslfactoryarg", "postgres");
            assertThat(ask(pool)).contains("/OU=first");
        }
    }

    private static IssuedCertificate client(String unit) {
        return CA.issue(leaf -> leaf.subject("CN=app,OU=" + unit).clientAuth());
    }

    private static String ask(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(WHO)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void prepare(Path directory) {
        IssuedCertificate server = CA.issue(leaf -> leaf.dns("localhost"));
        try {
            Files.writeString(directory.resolve("pg_hba.conf"), """
                    host    all  postgres  all  trust
                    hostssl all  app       all  scram-sha-256  clientcert=verify-full
                    """);
            Files.writeString(
                    directory.resolve("postgresql.conf"),
                    "ssl = on\nssl_ca_file = 'clients.crt'\nfsync = off\n",
                    StandardOpenOption.APPEND);
            Files.writeString(directory.resolve("clients.crt"), CA.certificatePem());
            Files.writeString(directory.resolve("server.crt"), server.certificatePem());
            Files.writeString(directory.resolve("server.key"), server.privateKeyPem());
            Files.setPosixFilePermissions(
                    directory.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
