package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;

/** What the table has no room for: names, URLs, other settings of the drivers, and contradictions. */
class MariadbTlsTest {
    private static final CertificateAuthority SERVERS = CertificateAuthority.create("Servers");
    private static final CertificateAuthority CLIENTS = CertificateAuthority.create("Clients");
    private static final IssuedCertificate LOCALHOST = SERVERS.issue(leaf -> leaf.dns("localhost"));
    private static final IssuedCertificate CLIENT =
            CLIENTS.issue(leaf -> leaf.commonName("app").clientAuth());

    private LiveTls tls;
    private MariadbServer server;

    @BeforeEach
    void start() throws Exception {
        server = MariadbServer.with(LOCALHOST, CLIENTS);
        tls = client().name("orders").build();
    }

    @AfterEach
    void close() {
        tls.close();
    }

    @ParameterizedTest
    @EnumSource
    void aUrlAloneNamesTheHandle(DriverLine line) throws Exception {
        try (Connection connection = connect(line, "localhost", full(line) + "&livetls=orders")) {
            assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUrlThatNamesNoOpenHandleIsAnErrorThatListsTheOpenOnes(DriverLine line) {
        assertThat(failure(line, "localhost", full(line) + "&livetls=order"))
                .contains("no open handle has the name 'order' (open: orders)");
        assertThat(failure(line, "localhost", full(line)))
                .contains("livetls isn't set: set it to the name of the handle");
    }

    @ParameterizedTest
    @EnumSource
    void aWrongNameEndsTheHandshakeBeforeTheServerSeesTheClientsCertificate(DriverLine line) {
        Throwable refused = catchThrowable(() -> connect(line, "127.0.0.1", full(line) + "&livetls=orders"));
        assertThat(refused).isInstanceOf(SQLException.class).hasRootCauseInstanceOf(Exception.class);
        assertThat(causes(refused)).contains(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aHostMayBeAnAddress(DriverLine line) throws Exception {
        server = MariadbServer.with(SERVERS.issue(leaf -> leaf.commonName("db").ip("127.0.0.1")), CLIENTS);
        try (Connection connection = connect(line, "127.0.0.1", full(line) + "&livetls=orders")) {
            assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
        }
        assertThat(causes(catchThrowable(() -> connect(line, "localhost", full(line) + "&livetls=orders"))))
                .contains(SSLHandshakeException.class);
    }

    /** Through MariaDB's own factory of plain sockets: every name is this machine. */
    @Test
    void aNameMayBeAWildcardAndEndWithADot() throws Exception {
        server = MariadbServer.with(SERVERS.issue(leaf -> leaf.dns("*.db.example.org")), CLIENTS);
        String loopback = full(DriverLine.MARIADB_3_5) + "&livetls=orders&socketFactory=" + Loopback.class.getName();
        for (String host : new String[] {"orders.db.example.org", "orders.db.example.org."}) {
            try (Connection connection = connect(DriverLine.MARIADB_3_5, host, loopback)) {
                assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
            }
        }
        assertThat(causes(catchThrowable(() -> connect(DriverLine.MARIADB_3_5, "a.b.db.example.org", loopback))))
                .contains(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "MARIADB_3_5, TLSv1.2",
        "MARIADB_3_5, TLSv1.3",
        "MARIADB_4_0, TLSv1.2",
        "MARIADB_4_0, TLSv1.3",
        "MYSQL_9, TLSv1.2",
        "MYSQL_9, TLSv1.3"
    })
    void protocolsAreTheHandlesInEveryMode(DriverLine line, String protocol) throws Exception {
        try (LiveTls one = client().protocols(protocol).build()) {
            for (SslMode mode : new SslMode[] {SslMode.REQUIRE, SslMode.VERIFY_FULL}) {
                try (Connection connection =
                        line.connect(line.url("localhost", server), MariadbServer.SECURE, line.properties(one, mode))) {
                    assertThat(MariadbServer.Queries.ask(connection, "show session status like 'Ssl_version'", 2))
                            .isEqualTo(protocol);
                }
            }
        }
    }

    /** A MariaDB with WolfSSL resumes sessions of TLS 1.2, knows no client certificate then, and lets nobody in. */
    @ParameterizedTest
    @EnumSource
    void noConnectionResumesTheSessionOfAnother(DriverLine line) throws Exception {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (LiveTls one = client().protocols(protocol).build()) {
                Properties properties = line.properties(one, SslMode.VERIFY_FULL);
                for (int i = 0; i < 3; i++) {
                    try (Connection connection =
                            line.connect(line.url("localhost", server), MariadbServer.SECURE, properties)) {
                        assertThat(MariadbServer.Queries.ask(
                                        connection, "show session status like 'Ssl_sessions_reused'", 2))
                                .isEqualTo("0");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void protocolsThatAreEnabledAfterwardsAreNotSpoken(String protocol) throws Exception {
        SSLSocketFactory sockets = tls.sslContext().getSocketFactory();
        try (SSLSocket socket = (SSLSocket) sockets.createSocket()) {
            socket.setEnabledProtocols(new String[] {protocol});
            ClientSockets.holdToProtocols(socket);
            assertThat(socket.getEnabledCipherSuites())
                    .isNotEmpty()
                    .allSatisfy(suite -> assertThat(suite.contains("_WITH_") || suite.endsWith("_SCSV"))
                            .isEqualTo(protocol.equals("TLSv1.2")));
        }
    }

    /**
     * Why the row of another CA isn't what the driver does by itself: a server that is asked for the password may be anybody's,
     * and the driver is content if the answer fits both the password and the certificate.
     */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB_3_5", "MARIADB_4_0"})
    void noPasswordVouchesForAServerThatIsNotTrusted(DriverLine line) throws Exception {
        String url = line.url("localhost", server);
        try (Connection connection =
                line.connect(url + "?sslMode=verify-full", MariadbServer.EITHER, new Properties())) {
            assertThat(MariadbServer.Queries.isTls(connection)).isTrue();
        }
        try (LiveTls stranger =
                LiveTls.builder().trustPem(CLIENTS.certificatePem()).build()) {
            assertThat(causes(catchThrowable(() ->
                            line.connect(url, MariadbServer.EITHER, line.properties(stranger, SslMode.VERIFY_CA)))))
                    .contains(SSLHandshakeException.class);
        }
    }

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

    @ParameterizedTest
    @EnumSource
    void aClosedHandleMakesNoNewConnections(DriverLine line) {
        Properties properties;
        try (LiveTls closed = client().name("closed").build()) {
            properties = line.properties(closed, SslMode.VERIFY_FULL);
        }
        assertThat(Database.messages(catchThrowable(
                        () -> line.connect(line.url("localhost", server), MariadbServer.SECURE, properties))))
                .contains("no open handle has the name 'closed@");
    }

    @Test
    void aPluginServesOneConnectionOnly() throws Exception {
        Configuration settings = Configuration.parse(
                "jdbc:mariadb://localhost/orders?sslMode=verify-full&tlsSocketType=livetls&livetls=orders");
        ExceptionFactory exceptions = new ExceptionFactory(settings, HostAddress.from("localhost", 3306));
        MariadbTlsSocketPlugin plugin = new MariadbTlsSocketPlugin();
        plugin.getTrustManager(settings, exceptions, HostAddress.from("localhost", 3306));
        assertThatThrownBy(() -> plugin.getTrustManager(settings, exceptions, HostAddress.from("elsewhere", 3306)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("uses a plugin for several connections");
    }

    private static LiveTls.Builder client() {
        return LiveTls.builder().trustPem(SERVERS.certificatePem()).identity(CLIENT.privateKey(), CLIENT.chain());
    }

    /** Chain and name are checked, by the handle that is still to be named. */
    private static String full(DriverLine line) {
        return line == DriverLine.MYSQL_9
                ? "?sslMode=VERIFY_IDENTITY&socketFactory=io.livetls.jdbc.MysqlSocketFactory"
                : "?sslMode=verify-full&tlsSocketType=livetls";
    }

    private Connection connect(DriverLine line, String host, String parameters) throws SQLException {
        return line.connect(line.url(host, server) + parameters, MariadbServer.SECURE, new Properties());
    }

    private String failure(DriverLine line, String host, String parameters) {
        Throwable failure = catchThrowable(() -> connect(line, host, parameters));
        assertThat(failure).isInstanceOf(SQLException.class);
        return Database.messages(failure);
    }

    private static List<Class<?>> causes(Throwable thrown) {
        List<Class<?>> causes = new ArrayList<>();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            causes.add(each.getClass());
        }
        return causes;
    }

    /** Every name is this machine; the driver makes it. */
    public static final class Loopback extends LoopbackSockets {}
}
