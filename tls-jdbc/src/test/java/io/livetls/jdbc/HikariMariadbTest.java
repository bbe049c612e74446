package io.livetls.jdbc;

import static io.livetls.jdbc.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool over each driver, under load, while certificates and CAs change. */
class HikariMariadbTest {
    private static final int CONNECTIONS = 5;
    private static final String QUERY = "select benchmark(2000, md5('x'))";

    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority newServers = CertificateAuthority.create("New servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    private SecretVolume volume;
    private MariadbServer mariadb;
    private LiveTls tls;

    @BeforeEach
    void start() throws Exception {
        mariadb = MariadbServer.with(server, clients);
        volume = SecretVolume.create(temporary.resolve("secret"));
        volume.update(client, servers);
        tls = LiveTls.builder().secretDirectory(volume.path()).build();
        // Connections of the test before may still be ending.
        await(
                "nobody is connected",
                () -> mariadb.connectionsOf(MariadbServer.SECURE).isEmpty());
    }

    @AfterEach
    void stop() {
        tls.close();
        volume.close();
    }

    @ParameterizedTest
    @EnumSource
    void underLoadNoQueryFailsThroughAWholeRotationWithOverlap(DriverLine line) throws Exception {
        try (HikariDataSource pool = HikariTls.pool(tls, config(line), Duration.ofMillis(500))) {
            Load load = new Load(pool, QUERY, CONNECTIONS - 1);
            try (load) {
                await("the pool is full", () -> connections().size() == CONNECTIONS);
                List<String> original = connections();

                // From now on only the renewed certificate gets in: a connection that is still made with the old one
                // fails.
                update(clients.issue(leaf -> leaf.commonName("renewed").clientAuth()), servers);
                mariadb.administer("alter user app require subject '/CN=renewed'");
                await("the old connections are gone", () -> areGone(original));

                // The server moves to another CA: the client learns of it first, and forgets the old one last.
                IssuedCertificate renewed =
                        clients.issue(leaf -> leaf.commonName("renewed").clientAuth());
                update(renewed, servers, newServers);
                mariadb.change(newServers.rekey(server), clients);
                update(renewed, newServers);
                List<String> middle = connections();
                update(clients.rekey(renewed), newServers);
                await("all connections were made anew", () -> areGone(middle));

                long answers = load.answers();
                await("the load goes on", () -> load.answers() > answers + CONNECTIONS);
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCaThatIsRemovedWithoutOverlapIsAClearErrorThatHealsByItself(DriverLine line) throws Exception {
        HikariConfig config = config(line);
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
            await("no connection of before is left", () -> connections().isEmpty());

            update(client, servers);
            long answers = load.answers();
            await("it heals", () -> load.answers() > answers + 10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionInFlightIsNotCut(DriverLine line) throws Exception {
        try (HikariDataSource pool = HikariTls.pool(tls, config(line), Duration.ofMillis(50))) {
            String number;
            try (Connection busy = pool.getConnection()) {
                busy.setAutoCommit(false);
                number = MariadbServer.Queries.number(busy);
                await("the pool is full", () -> connections().size() == CONNECTIONS);
                List<String> others = connections();
                others.remove(number);
                update(clients.rekey(client), servers);
                await("all others are retired", () -> areGone(others));
                assertThat(MariadbServer.Queries.number(busy)).isEqualTo(number);
                busy.commit();
            }
            await("it is retired when it was given back", () -> areGone(List.of(number)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_3_5", "MYSQL_9"})
    void aUrlAndTheDriversPropertiesAreEnoughForAPool(DriverLine line) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(line.url("localhost", mariadb));
        config.setUsername(MariadbServer.SECURE);
        config.setPassword("secret");
        config.setMaximumPoolSize(1);
        config.setDataSourceProperties(line.properties(tls, SslMode.VERIFY_FULL));
        try (HikariDataSource pool = HikariTls.pool(tls, config, Duration.ofMillis(50))) {
            List<String> first = connections();
            update(clients.rekey(client), servers);
            await("the connection is another", () -> connections().size() == 1 && areGone(first));
            try (Connection connection = pool.getConnection()) {
                assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
            }
        }
    }

    private HikariConfig config(DriverLine line) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(
                new DriverDataSource(line, line.url("localhost", mariadb), line.properties(tls, SslMode.VERIFY_FULL)));
        config.setMaximumPoolSize(CONNECTIONS);
        return config;
    }

    private void update(IssuedCertificate identity, CertificateAuthority... trusted) {
        volume.update(identity, trusted);
        assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
    }

    private List<String> connections() throws Exception {
        return mariadb.connectionsOf(MariadbServer.SECURE);
    }

    private boolean areGone(List<String> numbers) throws Exception {
        return connections().stream().noneMatch(numbers::contains);
    }
}
