package io.livetls.jdbc;

import static io.livetls.jdbc.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool against a real server, under load, while certificates and CAs change. */
class HikariTlsTest {
    private static final int CONNECTIONS = 5;
    private static final String QUERY = "select count(*) from generate_series(1, 2000)";

    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority newServers = CertificateAuthority.create("New servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    private SecretVolume volume;
    private PostgresServer postgres;
    private LiveTls tls;

    @BeforeEach
    void start() throws Exception {
        postgres = PostgresServer.with(server, clients);
        volume = SecretVolume.create(temporary.resolve("secret"));
        volume.update(client, servers);
        tls = LiveTls.builder().secretDirectory(volume.path()).build();
    }

    @AfterEach
    void stop() {
        tls.close();
        volume.close();
    }

    @Test
    void underLoadNoQueryFailsThroughAWholeRotationWithOverlap() throws Exception {
        try (HikariDataSource pool = HikariTls.pool(tls, config(), Duration.ofMillis(500))) {
            Load load = new Load(pool, QUERY, CONNECTIONS - 1);
            try (load) {
                await("all connections show the first certificate", () -> shown().equals(Set.of(serial(client))));

                IssuedCertificate renewed = clients.rekey(client);
                update(renewed, servers);
                await("no connection shows the old certificate", () -> shown().equals(Set.of(serial(renewed))));

                // The server moves to another CA: the client learns of it first, and forgets the old one last.
                update(renewed, servers, newServers);
                postgres.change(newServers.rekey(server), clients);
                update(renewed, newServers);
                Set<String> before = backends();
                IssuedCertificate last = clients.rekey(client);
                update(last, newServers);
                await("all connections were made anew", () -> shown().equals(Set.of(serial(last))));
                assertThat(backends()).doesNotContainAnyElementsOf(before);

                long answers = load.answers();
                await("the load goes on", () -> load.answers() > answers + CONNECTIONS);
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void aCaThatIsRemovedWithoutOverlapIsAClearErrorThatHealsByItself() throws Exception {
        HikariConfig config = config();
        config.setConnectionTimeout(500);
        try (HikariDataSource pool = HikariTls.pool(tls, config, Duration.ofMillis(200));
                Load load = new Load(pool, QUERY, 2)) {
            await("the load goes on", () -> load.answers() > 10);
            update(client, newServers);
            await(
                    "callers are told why",
                    () -> load.failures().stream()
                            .anyMatch(each ->
                                    Database.messages(each).contains("unable to find valid certification path")));
            await("no connection of before is left", () -> backends().isEmpty());

            update(client, servers);
            long answers = load.answers();
            await("it heals", () -> load.answers() > answers + 10);
        }
    }

    @Test
    void aCertificateThatTheServerDoesNotTakeCostsNoConnection() throws Exception {
        try (HikariDataSource pool = HikariTls.pool(tls, config(), Duration.ofMillis(100))) {
            await("the pool is full", () -> backends().size() == CONNECTIONS);
            Set<String> before = backends();
            Load load = new Load(pool, QUERY, 2);
            try (load) {
                update(newServers.rekey(client), servers);
                long answers = load.answers();
                await("the load goes on", () -> load.answers() > answers + 100);
            }
            assertThat(load.failures()).isEmpty();
            assertThat(backends()).isEqualTo(before);

            IssuedCertificate good = clients.rekey(client);
            update(good, servers);
            await("it heals", () -> shown().equals(Set.of(serial(good))));
        }
    }

    @Test
    void aQueryInFlightIsNotCut() throws Exception {
        try (HikariDataSource pool = HikariTls.pool(tls, config(), Duration.ofMillis(50))) {
            try (Connection busy = pool.getConnection()) {
                busy.setAutoCommit(false);
                String backend = PostgresServer.Queries.ask(busy, "select pg_backend_pid()");
                update(clients.rekey(client), servers);
                await("all others are retired", () -> shown().size() == 2 && backendsOf(client) == 1);
                assertThat(PostgresServer.Queries.ask(busy, "select pg_backend_pid()"))
                        .isEqualTo(backend);
                busy.commit();
            }
            await("it is retired when it was given back", () -> !shown().contains(serial(client)));
        }
    }

    @Test
    void aClosedPoolFollowsNoMoreAndAConfigurationWithoutAUrlIsAnError() throws Exception {
        HikariDataSource pool = HikariTls.pool(tls, config(), Duration.ofMillis(50));
        pool.close();
        update(clients.rekey(client), servers);
        await("all connections are gone", () -> backends().isEmpty());
        assertThatThrownBy(() -> HikariTls.pool(tls, new HikariConfig(), Duration.ofMinutes(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a jdbcUrl nor a dataSource");
        assertThatThrownBy(() -> HikariTls.pool(tls, config(), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period: PT0S (expected: more than zero)");
    }

    /** The hook for other pools: what they ask where they validate. */
    @Test
    void anotherPoolCanAskWhetherAConnectionIsOneOfBefore() throws Exception {
        org.postgresql.ds.PGSimpleDataSource driver = new org.postgresql.ds.PGSimpleDataSource();
        driver.setUrl(postgres.url("localhost", PostgresServer.SECURE));
        for (String name : JdbcTls.postgresql(tls, SslMode.VERIFY_FULL).stringPropertyNames()) {
            driver.setProperty(
                    name, JdbcTls.postgresql(tls, SslMode.VERIFY_FULL).getProperty(name));
        }
        ConnectionGenerations connections = new ConnectionGenerations(tls, driver);
        try (Connection old = connections.getConnection("app", "secret")) {
            assertThat(connections.isOutdated(old)).isFalse();
            update(clients.rekey(client), servers);
            assertThat(connections.isOutdated(old)).isTrue();
            try (Connection fresh = connections.getConnection("app", "secret")) {
                assertThat(connections.isOutdated(fresh)).isFalse();
            }
            try (Connection foreign = Database.connect(
                    postgres.url("localhost", PostgresServer.SECURE), JdbcTls.postgresql(tls, SslMode.VERIFY_FULL))) {
                assertThat(connections.isOutdated(foreign)).isFalse();
            }
        }
    }

    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.url("localhost", PostgresServer.SECURE));
        config.setUsername("app");
        config.setPassword("secret");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setDataSourceProperties(JdbcTls.postgresql(tls, SslMode.VERIFY_FULL));
        return config;
    }

    private void update(IssuedCertificate identity, CertificateAuthority... trusted) {
        volume.update(identity, trusted);
        assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
    }

    private static String serial(IssuedCertificate certificate) {
        return certificate.certificate().getSerialNumber().toString();
    }

    /** The certificates that the server sees at its connections now. */
    private Set<String> shown() throws SQLException {
        return column("select distinct client_serial from pg_stat_ssl join pg_stat_activity using (pid)"
                + " where usename = 'app'");
    }

    private Set<String> backends() throws SQLException {
        return column("select pid from pg_stat_activity where usename = 'app'");
    }

    private int backendsOf(IssuedCertificate certificate) throws SQLException {
        return column("select pid from pg_stat_ssl join pg_stat_activity using (pid) where usename = 'app'"
                        + " and client_serial = " + serial(certificate))
                .size();
    }

    private Set<String> column(String query) throws SQLException {
        Properties administrator = new Properties();
        administrator.setProperty("user", "postgres");
        administrator.setProperty("sslmode", "disable");
        Set<String> values = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(postgres.url("localhost", "postgres"), administrator);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                values.add(String.valueOf(result.getString(1)));
            }
        }
        return values;
    }
}
