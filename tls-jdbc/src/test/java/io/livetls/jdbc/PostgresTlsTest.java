package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.livetls.HandleNames;
import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.sql.Connection;
import java.util.Properties;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the table has no room for: names, URLs, other settings of the driver, and contradictions. */
class PostgresTlsTest {
    private static final CertificateAuthority SERVERS = CertificateAuthority.create("Servers");
    private static final CertificateAuthority CLIENTS = CertificateAuthority.create("Clients");
    private static final IssuedCertificate LOCALHOST = SERVERS.issue(leaf -> leaf.dns("localhost"));
    private static final IssuedCertificate CLIENT =
            CLIENTS.issue(leaf -> leaf.commonName("app").clientAuth());

    private final LiveTls tls = client("orders");

    @AfterEach
    void close() {
        tls.close();
    }

    @Test
    void aUrlAloneNamesTheHandle() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        try (Connection connection = Database.connect(server.url("localhost", PostgresServer.SECURE)
                + "?sslmode=verify-full&sslfactory=io.livetls.jdbc.PostgresSocketFactory&sslfactoryarg=orders")) {
            assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
        }
    }

    @Test
    void aUrlThatNamesNoOpenHandleIsAnErrorThatListsTheOpenOnes() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        assertThat(failure(server.url("localhost", PostgresServer.SECURE)
                        + "?sslmode=verify-full&sslfactory=io.livetls.jdbc.PostgresSocketFactory&sslfactoryarg=order"))
                .contains("no open handle has the name 'order' (open: orders)");
        assertThat(failure(server.url("localhost", PostgresServer.SECURE)
                        + "?sslmode=verify-full&sslfactory=io.livetls.jdbc.PostgresSocketFactory"))
                .contains("sslfactoryarg isn't set: set it to the name of the handle");
    }

    @ParameterizedTest
    @EnumSource(names = "DISABLE", mode = EnumSource.Mode.EXCLUDE)
    void sslNegotiationMayBeDirectAndChannelBindingRequired(SslMode mode) throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        Properties properties = JdbcTls.postgresql(tls, mode);
        if (mode.compareTo(SslMode.REQUIRE) >= 0) { // as libpq, pgjdbc wants at least this for it
            properties.setProperty("sslNegotiation", "direct");
        }
        properties.setProperty("channelBinding", "require");
        try (Connection connection = Database.connect(server.url("localhost", PostgresServer.SECURE), properties)) {
            assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
            assertThat(PostgresServer.Queries.clientSerial(connection))
                    .isEqualTo(CLIENT.certificate().getSerialNumber().toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"*.db.localhost, orders.db.localhost", "127.0.0.1, 127.0.0.1"})
    void namesMayBeWildcardsAndAddresses(String name, String host) throws Exception {
        PostgresServer server = PostgresServer.with(
                SERVERS.issue(leaf -> {
                    if (name.startsWith("*")) {
                        leaf.dns(name);
                    } else {
                        leaf.ip(name);
                    }
                }),
                CLIENTS);
        Properties properties = JdbcTls.postgresql(tls, SslMode.VERIFY_FULL);
        properties.setProperty("socketFactory", Loopback.class.getName());
        try (Connection connection = Database.connect(server.url(host, PostgresServer.SECURE), properties)) {
            assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
        }
        assertThat(catchThrowable(
                        () -> Database.connect(server.url("elsewhere.localhost", PostgresServer.SECURE), properties)))
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aWrongNameEndsTheHandshakeBeforeTheServerSeesTheClientsCertificate() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        Throwable refused = catchThrowable(() -> Database.connect(
                server.url("127.0.0.1", PostgresServer.SECURE), JdbcTls.postgresql(tls, SslMode.VERIFY_FULL)));
        assertThat(refused).hasCauseInstanceOf(SSLHandshakeException.class);
        assertThat(Database.messages(refused)).contains("127.0.0.1").doesNotContain("PgjdbcHostnameVerifier");
    }

    @Test
    void aHostnameVerifierOfTheUserTakesThePlaceOfTheCheckOfTheName() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        Properties properties = JdbcTls.postgresql(tls, SslMode.VERIFY_FULL);
        properties.setProperty("sslhostnameverifier", LoopbackIsFine.class.getName());
        try (Connection connection = Database.connect(server.url("127.0.0.1", PostgresServer.SECURE), properties)) {
            assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
        }
    }

    @Test
    void aHandleWithoutTrustChecksNothingWhereTheModePromisesNothing() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        try (LiveTls blind = LiveTls.builder()
                .identity(CLIENT.privateKey(), CLIENT.chain())
                .protocols("TLSv1.3")
                .build()) {
            for (SslMode mode : new SslMode[] {SslMode.ALLOW, SslMode.PREFER, SslMode.REQUIRE}) {
                try (Connection connection = Database.connect(
                        server.url("localhost", PostgresServer.SECURE), JdbcTls.postgresql(blind, mode))) {
                    assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
                }
            }
            for (SslMode mode : new SslMode[] {SslMode.VERIFY_CA, SslMode.VERIFY_FULL}) {
                assertThatThrownBy(() -> JdbcTls.postgresql(blind, mode))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("sslmode=" + mode + " needs trust to check the server by: add"
                                + " trust(\"/path/to/ca.crt\") or trustSystem() to the handle livetls");
            }
        }
    }

    @Test
    void aHandleWithoutVerificationChecksNothingOrContradicts() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        try (LiveTls blind = LiveTls.builder()
                .trustPem(CLIENTS.certificatePem())
                .withoutServerVerification()
                .identity(CLIENT.privateKey(), CLIENT.chain())
                .build()) {
            try (Connection connection = Database.connect(
                    server.url("localhost", PostgresServer.SECURE), JdbcTls.postgresql(blind, SslMode.REQUIRE))) {
                assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
            }
            assertThatThrownBy(() -> JdbcTls.postgresql(blind, SslMode.VERIFY_CA))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sslmode=verify-ca and withoutServerVerification()")
                    .hasMessageContaining("contradict");
        }
    }

    @Test
    void aModeInTheUrlThatDiffersFromThePropertiesIsAnError() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        Properties properties = JdbcTls.postgresql(tls, SslMode.VERIFY_FULL);
        String url = server.url("localhost", PostgresServer.SECURE) + "?sslmode=require";
        assertThat(Database.messages(catchThrowable(() -> Database.connect(url, properties))))
                .contains("sslmode=require and the properties of JdbcTls.postgresql(tls, VERIFY_FULL) contradict");
        assertThatThrownBy(() -> JdbcTls.postgresql(tls, SslMode.VERIFY_FULL, url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the URL says sslmode=require, the program verify-full: say it in one place, or the same in"
                        + " both");
    }

    /** Why there is a method that is given the URL: the driver never asks a factory then. */
    @Test
    void disableInTheUrlIsOnlySeenByTheMethodThatIsGivenTheUrl() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        String url = server.url("localhost", PostgresServer.EITHER) + "?sslmode=disable";
        try (Connection connection = Database.connect(url, JdbcTls.postgresql(tls, SslMode.VERIFY_FULL))) {
            assertThat(PostgresServer.Queries.isTls(connection)).isFalse();
        }
        assertThatThrownBy(() -> JdbcTls.postgresql(tls, SslMode.VERIFY_FULL, url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the URL says sslmode=disable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ssl=true", "sslfactory=org.postgresql.ssl.NonValidatingFactory", "sslrootcert=/etc/ca.crt"})
    void otherTlsSettingsInTheUrlAreErrors(String parameter) {
        assertThatThrownBy(() -> JdbcTls.postgresql(
                        tls, SslMode.VERIFY_FULL, "jdbc:postgresql://db/orders?loginTimeout=3&" + parameter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(parameter.substring(0, parameter.indexOf('=')));
        assertThat(JdbcTls.postgresql(
                        tls, SslMode.VERIFY_FULL, "jdbc:postgresql://db/orders?sslmode=verify-full&loginTimeout=3"))
                .isEqualTo(JdbcTls.postgresql(tls, SslMode.VERIFY_FULL));
    }

    @Test
    void settingsOfTheDriversOwnFactoryAndAMissingModeAreErrors() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        String factory = server.url("localhost", PostgresServer.SECURE)
                + "?sslfactory=io.livetls.jdbc.PostgresSocketFactory&sslfactoryarg=orders";
        assertThat(failure(factory + "&sslmode=require&sslrootcert=/etc/ca.crt"))
                .contains("sslrootcert has no effect, since key, certificate and trust are the handle's");
        assertThat(failure(factory)).contains("sslmode isn't set, and without it the driver goes on in plaintext");
        try (Connection connection = Database.connect(factory + "&ssl=true")) {
            assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
        }
    }

    @Test
    void disableIsPlaintextAndNeedsNoTrust() throws Exception {
        Properties expected = new Properties();
        expected.setProperty("sslmode", "disable");
        assertThat(JdbcTls.postgresql(tls, SslMode.DISABLE)).isEqualTo(expected);
    }

    @Test
    void aHandleWithoutANameAndTwoOfOneNameAreToldApart() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        try (LiveTls stranger = LiveTls.builder()
                        .name("orders")
                        .trustPem(CLIENTS.certificatePem())
                        .build();
                Connection connection = Database.connect(
                        server.url("localhost", PostgresServer.SECURE), JdbcTls.postgresql(tls, SslMode.VERIFY_FULL))) {
            assertThat(PostgresServer.Queries.isTls(connection)).isTrue();
            assertThat(HandleNames.reference(stranger)).isNotEqualTo(HandleNames.reference(tls));
        }
    }

    @Test
    void aClosedHandleMakesNoNewConnections() throws Exception {
        PostgresServer server = PostgresServer.with(LOCALHOST, CLIENTS);
        Properties properties;
        try (LiveTls closed = client("closed")) {
            properties = JdbcTls.postgresql(closed, SslMode.VERIFY_FULL);
        }
        assertThat(Database.messages(catchThrowable(
                        () -> Database.connect(server.url("localhost", PostgresServer.SECURE), properties))))
                .contains("no open handle has the name 'closed@");
    }

    private static LiveTls client(String name) {
        return LiveTls.builder()
                .name(name)
                .trustPem(SERVERS.certificatePem())
                .identity(CLIENT.privateKey(), CLIENT.chain())
                .build();
    }

    private static String failure(String url) {
        return Database.messages(catchThrowable(() -> Database.connect(url)));
    }

    /** Every name is this machine; the driver makes it. */
    public static final class Loopback extends LoopbackSockets {}

    /** Of a user; the driver makes it. */
    public static final class LoopbackIsFine implements HostnameVerifier {
        @Override
        public boolean verify(String hostname, SSLSession session) {
            return hostname.equals("127.0.0.1");
        }
    }
}
