package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.livetls.LiveTls;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;

/** What the table has no room for: names, URLs, protocols, passwords. */
class MariadbTlsTest extends MariadbTest {
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
        assertThat(refused).isInstanceOf(SQLException.class);
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

    /** Every name is this machine; the driver makes it. */
    public static final class Loopback extends LoopbackSockets {}
}
