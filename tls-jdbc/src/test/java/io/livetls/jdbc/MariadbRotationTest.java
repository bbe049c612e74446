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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything changes on disk, on both sides: the next connection is current, one that is open stays. A MariaDB doesn't tell
 * whose certificate it saw, so it is told whose it has to see.
 */
@ParameterizedClass
@EnumSource
class MariadbRotationTest {
    private final Jsse jsse;
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority newServers = CertificateAuthority.create("New servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final CertificateAuthority newClients = CertificateAuthority.create("New clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate first =
            clients.issue(leaf -> leaf.commonName("first").clientAuth());
    private final IssuedCertificate second =
            clients.issue(leaf -> leaf.commonName("second").clientAuth());
    private final IssuedCertificate moved =
            newClients.issue(leaf -> leaf.commonName("moved").clientAuth());

    @TempDir
    private Path temporary;

    MariadbRotationTest(Jsse jsse) {
        this.jsse = jsse;
    }

    @ParameterizedTest
    @EnumSource
    void theNextConnectionIsCurrentAndAnOpenOneStays(DriverLine line) throws Exception {
        MariadbServer mariadb = MariadbServer.with(server, clients);
        String url = line.url("localhost", mariadb);
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(first, servers);
            try (LiveTls tls = jsse.handle().secretDirectory(volume.path()).build()) {
                Properties once = line.properties(tls, SslMode.VERIFY_FULL);
                mariadb.administer("alter user app require subject '/CN=first'");
                try (Connection open = line.connect(url, MariadbServer.SECURE, once)) {
                    mariadb.administer("alter user app require subject '/CN=second'");
                    assertRefused(line, url, once);
                    volume.update(second, servers);
                    assertUpdated(tls);
                    assertLetIn(line, url, once);

                    // A new CA of clients: first the server knows both, then the client moves, then the old one goes.
                    mariadb.change(server, clients, newClients);
                    volume.update(moved, servers);
                    assertUpdated(tls);
                    mariadb.administer("alter user app require subject '/CN=moved'");
                    assertLetIn(line, url, once);
                    mariadb.change(server, newClients);
                    assertLetIn(line, url, once);

                    // A new CA of servers, the other way round.
                    volume.update(moved, servers, newServers);
                    assertUpdated(tls);
                    mariadb.change(newServers.rekey(server), newClients);
                    assertLetIn(line, url, once);
                    volume.update(moved, newServers);
                    assertUpdated(tls);
                    assertLetIn(line, url, once);

                    assertThat(MariadbServer.Queries.isTls(open)).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerOfARemovedCaIsRefusedAtOnce(DriverLine line) throws Exception {
        MariadbServer mariadb = MariadbServer.with(server, clients);
        String url = line.url("localhost", mariadb);
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(first, servers, newServers);
            try (LiveTls tls = jsse.handle().secretDirectory(volume.path()).build()) {
                for (SslMode mode : new SslMode[] {SslMode.VERIFY_CA, SslMode.VERIFY_FULL}) {
                    assertLetIn(line, url, line.properties(tls, mode));
                }
                volume.update(first, newServers);
                assertUpdated(tls);
                for (SslMode mode : new SslMode[] {SslMode.VERIFY_CA, SslMode.VERIFY_FULL}) {
                    assertThatThrownBy(() -> line.connect(url, MariadbServer.SECURE, line.properties(tls, mode)))
                            .isInstanceOf(SQLException.class)
                            .satisfies(e -> assertThat(Database.messages(e))
                                    .contains("unable to find valid certification path"));
                }
                volume.update(first, servers);
                assertUpdated(tls);
                assertLetIn(line, url, line.properties(tls, SslMode.VERIFY_FULL));
            }
        }
    }

    private static void assertUpdated(LiveTls tls) {
        // The watcher may have been first.
        assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
    }

    private static void assertLetIn(DriverLine line, String url, Properties properties) throws SQLException {
        try (Connection connection = line.connect(url, MariadbServer.SECURE, properties)) {
            assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
        }
    }

    private static void assertRefused(DriverLine line, String url, Properties properties) {
        assertThatThrownBy(() -> line.connect(url, MariadbServer.SECURE, properties))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Access denied");
    }
}
