package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code newConnection} throws, as whoever calls it sees it. */
class RefusalTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority strangers = CertificateAuthority.create("Strangers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @ParameterizedTest
    @CsvSource({
        "BLOCKING, TLSv1.2", "BLOCKING, TLSv1.3",
        "NIO,      TLSv1.2", "NIO,      TLSv1.3",
        "NETTY,    TLSv1.2", "NETTY,    TLSv1.3"
    })
    void aBadCertificateOfTheBrokerIsNamedWithWhatIsWrong(Io io, String protocol) throws Exception {
        assertRefused(
                io,
                protocol,
                servers.issue(leaf -> leaf.dns("other.example.org")),
                "No subject alternative DNS name matching localhost found");
        assertRefused(
                io,
                protocol,
                servers.issue(leaf -> leaf.dns("localhost").expired()),
                "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed");
        assertRefused(
                io,
                protocol,
                strangers.issue(leaf -> leaf.dns("localhost")),
                "unable to find valid certification path to requested target");
    }

    private void assertRefused(Io io, String protocol, IssuedCertificate bad, String reason) throws Exception {
        QpidBroker broker = QpidBroker.with(bad, clients);
        try (LiveTls tls =
                handle(protocol).identity(client.privateKey(), client.chain()).build()) {
            assertThat(Told.of(factory(tls, broker, io)))
                    .contains(
                            "the certificate of the peer (" + bad.certificate().getSubjectX500Principal() + ", serial "
                                    + bad.certificate().getSerialNumber().toString(16) + ", issued by "
                                    + bad.certificate().getIssuerX500Principal() + ") is refused: ")
                    .contains(reason);
        }
    }

    /**
     * With TLS 1.3 the client believes that it is connected before the broker has looked at its certificate. What it then
     * meets first, the alert or the end of the connection, is up to chance, so the broker's log is the place to look.
     */
    @ParameterizedTest
    @CsvSource({
        "BLOCKING, TLSv1.2", "BLOCKING, TLSv1.3",
        "NIO,      TLSv1.2", "NIO,      TLSv1.3",
        "NETTY,    TLSv1.2", "NETTY,    TLSv1.3"
    })
    void aMissingCertificateOfTheClientIsInTheBrokersLog(Io io, String protocol) throws Exception {
        RabbitServer broker = (RabbitServer) Brokers.RABBIT.with(server, clients);
        try (LiveTls tls = handle(protocol).build()) {
            int before = broker.log().length();
            assertThat(Told.of(factory(tls, broker, io))).isNotEmpty();
            Traffic.await(
                    "the log",
                    () -> broker.log().substring(before).contains("no_client_certificate_provided")
                            || broker.log().substring(before).contains("certificate_required"));
        }
    }

    @Test
    void aLoginByCertificateWithoutOneIsRefusedAtOnce() {
        try (LiveTls tls = handle("TLSv1.3").build()) {
            ConnectionFactory factory = Scene.plain(1, Io.BLOCKING);
            factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
            assertThatThrownBy(() -> AmqpTls.apply(tls, factory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("DefaultSaslConfig.EXTERNAL logs in by certificate, and this handle has none: add"
                            + " identity(Path.of(\"/path/to/tls.crt\"), Path.of(\"/path/to/tls.key\"))");
        }
    }

    @Test
    void aHandleWithoutTrustIsRefusedAtOnce() {
        try (LiveTls tls =
                LiveTls.builder().identity(client.privateKey(), client.chain()).build()) {
            assertThatThrownBy(() -> AmqpTls.apply(tls, new ConnectionFactory()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this handle has no trust, and a client has to check servers: add"
                            + " trust(\"/path/to/ca.crt\") for a private CA, or trustSystem() for public servers");
        }
    }

    @Test
    void aClosedHandleMakesNoConnection() throws Exception {
        QpidBroker broker = QpidBroker.with(server, clients);
        ConnectionFactory factory = Scene.plain(broker.port(), Io.BLOCKING);
        try (LiveTls tls = handle("TLSv1.3").build()) {
            AmqpTls.apply(tls, factory);
        }
        assertThat(catchThrowable(factory::newConnection)).hasStackTraceContaining("closed");
    }

    private LiveTls.Builder handle(String protocol) {
        return LiveTls.builder()
                .name("rabbit")
                .trustCertificates(List.of(servers.certificate()))
                .protocols(protocol);
    }

    private static ConnectionFactory factory(LiveTls tls, Broker broker, Io io) {
        ConnectionFactory factory = Scene.plain(broker.port(), io);
        AmqpTls.apply(tls, factory);
        return factory;
    }
}
