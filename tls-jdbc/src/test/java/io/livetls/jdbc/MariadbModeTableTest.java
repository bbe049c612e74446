package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each mode of MariaDB's and MySQL's drivers under each circumstance, against a real MariaDB. The rows are what the drivers'
 * documentation says of the modes; sources are in {@code docs/jdbc.md}.
 */
class MariadbModeTableTest {
    private static final CertificateAuthority SERVERS = CertificateAuthority.create("Servers");
    private static final CertificateAuthority CLIENTS = CertificateAuthority.create("Clients");
    private static final CertificateAuthority STRANGERS = CertificateAuthority.create("Strangers");
    private static final IssuedCertificate SERVER = SERVERS.issue(leaf -> leaf.dns("localhost"));
    private static final IssuedCertificate EXPIRED =
            SERVERS.issue(leaf -> leaf.dns("localhost").expired());
    private static final IssuedCertificate CLIENT =
            CLIENTS.issue(leaf -> leaf.commonName("app").clientAuth());

    /**
     * T is TLS, P plaintext, - no connection; by mode: disable, prefer (MySQL's only), require, verify-ca, verify-full. First
     * for a user who needs a certificate, then for one who needs neither that nor TLS.
     */
    private enum Circumstance {
        ALL_IS_WELL("- T T T T", "P T T T T"),
        SERVER_OF_ANOTHER_CA("- T T - -", "P T T - -"),
        SERVER_OF_ANOTHER_NAME("- T T T -", "P T T T -"),
        SERVER_EXPIRED("- T T - -", "P T T - -"),
        SERVER_WITHOUT_TLS("- - - - -", "P P - - -"),
        CLIENT_WITHOUT_CERTIFICATE("- - - - -", "P T T T T"),
        // The server refuses what it is shown, also where it asks for nothing.
        CLIENTS_CA_REMOVED("- - - - -", "P - - - -");

        final String secure;
        final String either;

        Circumstance(String secure, String either) {
            this.secure = secure;
            this.either = either;
        }

        MariadbServer server() throws Exception {
            return this == SERVER_WITHOUT_TLS
                    ? MariadbServer.withoutTls()
                    : MariadbServer.with(
                            this == SERVER_EXPIRED ? EXPIRED : SERVER,
                            this == CLIENTS_CA_REMOVED ? STRANGERS : CLIENTS);
        }

        String host() {
            return this == SERVER_OF_ANOTHER_NAME ? "127.0.0.1" : "localhost";
        }

        LiveTls handle() {
            LiveTls.Builder builder =
                    LiveTls.builder().trustPem((this == SERVER_OF_ANOTHER_CA ? STRANGERS : SERVERS).certificatePem());
            if (this != CLIENT_WITHOUT_CERTIFICATE) {
                builder.identity(CLIENT.privateKey(), CLIENT.chain());
            }
            return builder.build();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyModeOfEveryDriverDoesWhatItsDocumentationSays(Circumstance circumstance) throws Exception {
        MariadbServer server = circumstance.server();
        try (LiveTls tls = circumstance.handle()) {
            for (DriverLine line : DriverLine.values()) {
                String url = line.url(circumstance.host(), server);
                assertThat(row(line, tls, url, MariadbServer.SECURE))
                        .as("%s, user with certificate", line)
                        .isEqualTo(expected(line, circumstance.secure));
                assertThat(row(line, tls, url, MariadbServer.EITHER))
                        .as("%s, any user", line)
                        .isEqualTo(expected(line, circumstance.either));
            }
        }
    }

    private static final List<SslMode> MODES =
            List.of(SslMode.DISABLE, SslMode.PREFER, SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL);

    private static String row(DriverLine line, LiveTls tls, String url, String user) {
        List<String> letters = new ArrayList<>();
        for (SslMode mode : MODES) {
            if (line.has(mode)) {
                letters.add(letter(line, tls, url, user, mode));
            }
        }
        return String.join(" ", letters);
    }

    private static String expected(DriverLine line, String row) {
        String[] letters = row.split(" ", -1);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < letters.length; i++) {
            if (line.has(MODES.get(i))) {
                expected.add(letters[i]);
            }
        }
        return String.join(" ", expected);
    }

    private static String letter(DriverLine line, LiveTls tls, String url, String user, SslMode mode) {
        try (Connection connection = line.connect(url, user, line.properties(tls, mode))) {
            return MariadbServer.Queries.isTls(connection) ? "T" : "P";
        } catch (SQLException e) {
            return "-";
        }
    }
}
