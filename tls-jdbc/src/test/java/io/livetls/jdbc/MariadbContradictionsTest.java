package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.livetls.LiveTls;
import java.sql.Connection;
import java.util.Properties;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that contradict each other, are missing, or are of the drivers' own TLS. */
class MariadbContradictionsTest extends MariadbTest {
    @ParameterizedTest
    @CsvSource({
        "MARIADB_3_5, serverSslCert=/etc/ca.crt",
        "MARIADB_3_5, keyStore=/etc/client.p12",
        "MARIADB_3_5, enabledSslProtocolSuites=TLSv1.2",
        "MARIADB_4_0, trustStore=/etc/ca.p12",
        "MARIADB_4_0, enabledSslCipherSuites=TLS_AES_128_GCM_SHA256",
        "MYSQL_9, trustCertificateKeyStoreUrl=file:/etc/ca.p12",
        "MYSQL_9, clientCertificateKeyStoreUrl=file:/etc/client.p12",
        "MYSQL_9, tlsVersions=TLSv1.2",
        "MYSQL_9, tlsCiphersuites=TLS_AES_128_GCM_SHA256",
        "MYSQL_9, fallbackToSystemTrustStore=false"
    })
    void settingsOfTheDriversOwnTlsAreErrorsThatNameBoth(DriverLine line, String setting) {
        assertThat(failure(line, "localhost", full(line) + "&livetls=orders&" + setting))
                .contains(setting.substring(0, setting.indexOf('=')) + " and "
                        + (line == DriverLine.MYSQL_9
                                ? "socketFactory=io.livetls.jdbc.MysqlSocketFactory"
                                : "tlsSocketType=livetls")
                        + " contradict, since key, certificate, trust, protocols and cipher suites are the handle's");
    }

    @Test
    void withoutAModeMysqlIsAnErrorAndMariadbWhatItsLineDoes() throws Exception {
        assertThat(failure(
                        DriverLine.MYSQL_9,
                        "localhost",
                        "?socketFactory=io.livetls.jdbc.MysqlSocketFactory&livetls=orders"))
                .contains("sslMode isn't set, and without it the driver goes on in plaintext");
        String plugin = "?tlsSocketType=livetls&livetls=orders";
        // 3.5 never asks a plugin then: a trap, which the documentation names.
        try (Connection connection = DriverLine.MARIADB_3_5.connect(
                DriverLine.MARIADB_3_5.url("localhost", server) + plugin, MariadbServer.EITHER, new Properties())) {
            assertThat(MariadbServer.Queries.isTls(connection)).isFalse();
        }
        try (Connection connection = connect(DriverLine.MARIADB_4_0, "localhost", plugin)) {
            assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
        }
        assertThat(causes(catchThrowable(() -> connect(DriverLine.MARIADB_4_0, "127.0.0.1", plugin))))
                .contains(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_3_5", "MARIADB_4_0"})
    void mariadbsAllowIsAnErrorSinceItMayBePlaintext(DriverLine line) {
        assertThat(failure(line, "localhost", "?sslMode=allow&tlsSocketType=livetls&livetls=orders"))
                .contains("sslMode=allow goes on in plaintext where the server has no TLS: say disable, require,"
                        + " verify-ca, verify-full");
    }

    @ParameterizedTest
    @CsvSource({"ALLOW, true", "PREFER, false"})
    void aModeThatADriverHasNotIsAnErrorThatListsThoseThatItHas(SslMode mode, boolean alsoMysql) {
        assertThatThrownBy(() -> JdbcTls.mariadb(tls, mode))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MariaDB's driver has no mode that does what " + mode
                        + " does: say disable, require, verify-ca, verify-full");
        if (alsoMysql) {
            assertThatThrownBy(() -> JdbcTls.mysql(tls, mode))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("MySQL's driver has no mode that does what allow does: say disable, prefer, require,"
                            + " verify-ca, verify-full");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandleWithoutTrustCannotPromiseACheck(DriverLine line) throws Exception {
        try (LiveTls blind = LiveTls.builder()
                .name("blind")
                .identity(CLIENT.privateKey(), CLIENT.chain())
                .build()) {
            try (Connection connection = line.connect(
                    line.url("localhost", server), MariadbServer.SECURE, line.properties(blind, SslMode.REQUIRE))) {
                assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
            }
            assertThatThrownBy(() -> line.properties(blind, SslMode.VERIFY_CA))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("needs trust to check the server by");
            assertThat(failure(line, "localhost", full(line) + "&livetls=blind"))
                    .contains("needs trust to check the server by");
        }
    }

    @Test
    void whereMysqlsSettingsDifferFromTheProgramsThePropertiesWinOrItIsAnError() throws Exception {
        Properties properties = JdbcTls.mysql(tls, SslMode.VERIFY_FULL);
        DriverLine line = DriverLine.MYSQL_9;
        try (Connection connection =
                line.connect(line.url("localhost", server) + "?sslMode=DISABLED", MariadbServer.EITHER, properties)) {
            assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
        }
        String host = "jdbc:mysql://address=(host=localhost)(port=" + server.port() + ")(sslMode=DISABLED)/orders";
        assertThat(Database.messages(catchThrowable(() -> line.connect(host, MariadbServer.EITHER, properties))))
                .contains("sslMode=DISABLED and the properties of JdbcTls.mysql(tls, VERIFY_FULL) contradict");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB_3_5", "MARIADB_4_0"})
    void aModeInMariadbsUrlThatDiffersFromThePropertiesIsAnError(DriverLine line) {
        Properties properties = JdbcTls.mariadb(tls, SslMode.VERIFY_FULL);
        for (String url : new String[] {
            line.url("localhost", server) + "?sslMode=trust",
            "jdbc:mariadb://address=(host=localhost)(port=" + server.port() + ")(sslMode=trust)/orders"
        }) {
            assertThat(Database.messages(catchThrowable(() -> line.connect(url, MariadbServer.SECURE, properties))))
                    .contains("sslMode=trust and the properties of JdbcTls.mariadb(tls, VERIFY_FULL) contradict");
        }
    }

    /** Why there is a method that is given the URL: the driver never asks a plugin then. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB_3_5", "MARIADB_4_0"})
    void disableInMariadbsUrlIsOnlySeenByTheMethodThatIsGivenTheUrl(DriverLine line) throws Exception {
        String url = line.url("localhost", server) + "?sslMode=disable";
        try (Connection connection =
                line.connect(url, MariadbServer.EITHER, JdbcTls.mariadb(tls, SslMode.VERIFY_FULL))) {
            assertThat(MariadbServer.Queries.isTls(connection)).isFalse();
        }
        assertThatThrownBy(() -> JdbcTls.mariadb(tls, SslMode.VERIFY_FULL, url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the URL says sslMode=disable, the program verify-full: say it in one place, or the same in"
                        + " both");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://db/orders?a=b&SSLMODE=trust",
                "jdbc:mariadb://address=(host=db)(sslMode=disable)/orders",
                "jdbc:mariadb://db/orders?useSsl=true",
                "jdbc:mariadb://db/orders?trustServerCertificate",
                "jdbc:mariadb://db/orders?tlsSocketType=DEFAULT",
                "jdbc:mariadb://db/orders?livetls=other",
                "jdbc:mariadb://db/orders?serverSslCert=/etc/ca.crt",
                "jdbc:mariadb://db/orders?trustCertificateKeyStoreUrl=/etc/ca.p12"
            })
    void otherTlsSettingsInMariadbsUrlAreErrors(String url) {
        assertThatThrownBy(() -> JdbcTls.mariadb(tls, SslMode.VERIFY_FULL, url))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(JdbcTls.mariadb(
                        tls, SslMode.VERIFY_FULL, "jdbc:mariadb://db/orders?sslMode=VERIFY_IDENTITY&maxPoolSize=3"))
                .isEqualTo(JdbcTls.mariadb(tls, SslMode.VERIFY_FULL));
    }
}
