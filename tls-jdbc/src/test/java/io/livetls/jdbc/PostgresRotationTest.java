package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything changes on disk, on both sides: the next connection is current, one that is open stays. */
@ParameterizedClass
@EnumSource
class PostgresRotationTest {
    private final Jsse jsse;
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority newServers = CertificateAuthority.create("New servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final CertificateAuthority newClients = CertificateAuthority.create("New clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    PostgresRotationTest(Jsse jsse) {
        this.jsse = jsse;
    }

    @Test
    void theNextConnectionIsCurrentAndAnOpenOneStays() throws Exception {
        PostgresServer postgres = PostgresServer.with(server, clients);
        String url = postgres.url("localhost", PostgresServer.SECURE);
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(client, servers);
            try (LiveTls tls = jsse.handle().secretDirectory(volume.path()).build()) {
                Properties once = JdbcTls.postgresql(tls, SslMode.VERIFY_FULL);
                try (Connection open = Database.connect(url, once)) {
                    assertShows(client, open);

                    IssuedCertificate rekeyed = clients.rekey(client);
                    volume.update(rekeyed, servers);
                    assertUpdated(tls);
                    assertNextShows(rekeyed, url, once);

                    // A new CA of clients: first the server knows both, then the client moves, then the old one goes.
                    IssuedCertificate moved = newClients.rekey(client);
                    postgres.change(server, clients, newClients);
                    volume.update(moved, servers);
                    assertUpdated(tls);
                    assertNextShows(moved, url, once);
                    postgres.change(server, newClients);
                    assertNextShows(moved, url, once);

                    // A new CA of servers, the other way round.
                    volume.update(moved, servers, newServers);
                    assertUpdated(tls);
                    postgres.change(newServers.rekey(server), newClients);
                    assertNextShows(moved, url, once);
                    volume.update(moved, newServers);
                    assertUpdated(tls);
                    assertNextShows(moved, url, once);

                    assertShows(client, open);
                }
            }
        }
    }

    @Test
    void aServerOfARemovedCaIsRefusedAlsoWhereASessionCouldBeResumed() throws Exception {
        PostgresServer postgres = PostgresServer.with(server, clients);
        String url = postgres.url("localhost", PostgresServer.SECURE);
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(client, servers, newServers);
            try (LiveTls tls = jsse.handle().secretDirectory(volume.path()).build()) {
                for (SslMode mode : new SslMode[] {SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL}) {
                    assertNextShows(client, url, JdbcTls.postgresql(tls, mode));
                }
                volume.update(client, newServers);
                assertUpdated(tls);
                for (SslMode mode : new SslMode[] {SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL}) {
                    assertThatThrownBy(() -> Database.connect(url, JdbcTls.postgresql(tls, mode)))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("unable to find valid certification path");
                }
                volume.update(client, servers);
                assertUpdated(tls);
                assertNextShows(client, url, JdbcTls.postgresql(tls, SslMode.VERIFY_FULL));
            }
        }
    }

    private static void assertUpdated(LiveTls tls) {
        // The watcher may have been first.
        assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
    }

    private static void assertNextShows(IssuedCertificate certificate, String url, Properties properties)
            throws SQLException {
        try (Connection connection = Database.connect(url, properties)) {
            assertShows(certificate, connection);
        }
    }

    private static void assertShows(IssuedCertificate certificate, Connection connection) throws SQLException {
        assertThat(PostgresServer.Queries.clientSerial(connection))
                .isEqualTo(certificate.certificate().getSerialNumber().toString());
    }
}
