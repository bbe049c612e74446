package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One broker whose listeners differ in everything, and clients of Kafka's own and of ours. */
@Timeout(120)
class BrokerTest {
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"alice\" password=\"alices\"";
    private static final CertificateAuthority INSIDE = CertificateAuthority.create("Inside");
    private static final CertificateAuthority OUTSIDE = CertificateAuthority.create("Outside");
    private static final IssuedCertificate BROKER = INSIDE.issue();
    private static final IssuedCertificate FRONT = OUTSIDE.issue();
    private static final IssuedCertificate CLIENT = INSIDE.issue();
    private static final int[] PORTS = Ports.free(6);
    private static final int MUTUAL = PORTS[1];
    private static final int FRONTED = PORTS[2];
    private static final int STOCK = PORTS[3];
    private static final int SASL = PORTS[4];
    private static final int FILES = PORTS[5];

    @TempDir
    private static Path directory;

    private static LiveTls inside;
    private static LiveTls outside;
    private static LiveTls client;
    private static SecretVolume secret;
    private static KafkaNode node;

    @BeforeAll
    static void start() {
        secret = SecretVolume.create(directory.resolve("secret"));
        secret.update(BROKER, INSIDE);
        inside = handle(BROKER).clientAuth(ClientAuth.REQUIRE).build();
        outside = LiveTls.builder().identity(FRONT.privateKey(), FRONT.chain()).build();
        client = handle(CLIENT).build();

        String listeners = "MUTUAL://localhost:" + MUTUAL + ",FRONT://localhost:" + FRONTED + ",STOCK://localhost:"
                + STOCK + ",SASL://localhost:" + SASL + ",FILES://localhost:" + FILES;
        Map<String, Object> settings = KafkaNode.combined(
                1, PORTS[0], listeners, "CONTROLLER:PLAINTEXT,MUTUAL:SSL,FRONT:SSL,STOCK:SSL,SASL:SASL_SSL,FILES:SSL");
        settings.put("inter.broker.listener.name", "MUTUAL");
        settings.put("livetls.reload.interval", "200ms");
        settings.putAll(KafkaTls.brokerConfig(inside, "MUTUAL"));
        settings.putAll(KafkaTls.brokerConfig(outside, "FRONT"));
        settings.putAll(KafkaTls.brokerConfig(inside, "SASL"));
        prefixed("listener.name.stock.", Scene.stock(BROKER, "TLSv1.3"), settings);
        settings.put("listener.name.stock.ssl.truststore.certificates", INSIDE.certificatePem());
        settings.put("listener.name.stock.ssl.enabled.protocols", "TLSv1.2,TLSv1.3");
        settings.put("listener.name.files.ssl.engine.factory.class", LiveTlsEngineFactory.class.getName());
        settings.put("listener.name.files.ssl.keystore.type", "PEM");
        settings.put("listener.name.files.ssl.keystore.location", secret.path().toString());
        settings.put("listener.name.files.ssl.client.auth", "required");
        settings.put("listener.name.sasl.sasl.enabled.mechanisms", "PLAIN");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("listener.name.sasl.plain.sasl.jaas.config", LOGIN + " user_alice=\"alices\";");
        node = KafkaNode.start(directory.resolve("logs"), settings);
    }

    private static LiveTls.Builder handle(IssuedCertificate identity) {
        return LiveTls.builder()
                .identity(identity.privateKey(), identity.chain())
                .trustCertificates(List.of(INSIDE.certificate()));
    }

    private static void prefixed(String prefix, Map<String, Object> settings, Map<String, Object> into) {
        settings.forEach((key, value) -> into.put(prefix + key, value));
    }

    @AfterAll
    static void stop() {
        node.close();
        inside.close();
        outside.close();
        client.close();
    }

    private static Map<String, Object> stockClient(IssuedCertificate identity, CertificateAuthority trusted) {
        Map<String, Object> settings = Scene.stock(identity, "TLSv1.3");
        settings.put("security.protocol", "SSL");
        settings.put("ssl.truststore.certificates", trusted.certificatePem());
        return settings;
    }

    /** Asks the broker something by way of a listener. */
    private static int nodes(Map<String, Object> settings, int port) throws InterruptedException {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", "localhost:" + port);
        all.put("default.api.timeout.ms", 10_000);
        all.put("request.timeout.ms", 5_000);
        all.put("retries", 1);
        try (Admin admin = Admin.create(all)) {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        }
    }

    /** The certificate that a listener presents now. */
    private static Certificate presented(int port) throws IOException {
        try (SSLSocket socket = (SSLSocket)
                CLIENT.sslContext(INSIDE, OUTSIDE).getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void ourListenerServesAStockClient(String protocol) throws Exception {
        Map<String, Object> settings = stockClient(CLIENT, INSIDE);
        settings.put("ssl.enabled.protocols", protocol);
        assertThat(nodes(settings, MUTUAL)).isEqualTo(1);
        assertThat(nodes(settings, FILES)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"jdk, TLSv1.3", "jdk, TLSv1.2", "boringssl, TLSv1.3", "boringssl, TLSv1.2", "auto, TLSv1.3"})
    void aStockListenerServesOurClient(String engine, String protocol) throws Exception {
        Map<String, Object> settings = KafkaTls.clientConfig(client);
        settings.put("livetls.engine", engine);
        settings.put("ssl.enabled.protocols", protocol);
        assertThat(nodes(settings, STOCK)).isEqualTo(1);
        assertThat(nodes(settings, MUTUAL)).isEqualTo(1);
    }

    @Test
    void listenersHaveHandlesOfTheirOwn() throws Exception {
        assertThat(presented(MUTUAL)).isEqualTo(BROKER.certificate());
        assertThat(presented(FRONTED)).isEqualTo(FRONT.certificate());
        assertThat(nodes(stockClient(OUTSIDE.issue(), OUTSIDE), FRONTED)).isEqualTo(1);
        assertThatThrownBy(() -> nodes(stockClient(OUTSIDE.issue(), INSIDE), MUTUAL))
                .isInstanceOf(SslAuthenticationException.class);
        assertThatThrownBy(() -> nodes(stockClient(CLIENT, INSIDE), FRONTED))
                .isInstanceOf(SslAuthenticationException.class);
    }

    @Test
    void aSaslListenerAsksForTheCertificateToo() throws Exception {
        Map<String, Object> settings = KafkaTls.clientConfig(client);
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put("sasl.jaas.config", LOGIN + ";");
        assertThat(nodes(settings, SASL)).isEqualTo(1);
        try (LiveTls nobody = LiveTls.builder()
                .trustCertificates(List.of(INSIDE.certificate()))
                .build()) {
            Map<String, Object> without = new HashMap<>(settings);
            without.putAll(KafkaTls.clientConfig(nobody));
            without.put("security.protocol", "SASL_SSL");
            assertThatThrownBy(() -> nodes(without, SASL)).isInstanceOf(SslAuthenticationException.class);
        }
    }

    @Test
    void aListenerOfAPropertiesFileFollowsItsFiles() throws Exception {
        IssuedCertificate renewed = INSIDE.rekey(BROKER);
        secret.update(renewed, INSIDE);
        while (!presented(FILES).equals(renewed.certificate())) {
            // Asking is waiting enough.
        }
        assertThat(nodes(stockClient(CLIENT, INSIDE), FILES)).isEqualTo(1);
    }

    @Test
    void aListenerIsPointedElsewhereWhileItRuns() throws Exception {
        SecretVolume other = SecretVolume.create(directory.resolve("other"));
        IssuedCertificate renewed = INSIDE.rekey(BROKER);
        other.update(renewed, INSIDE);
        Map<String, Object> settings = new HashMap<>(KafkaTls.clientConfig(client));
        settings.put("bootstrap.servers", "localhost:" + MUTUAL);
        try (Admin admin = Admin.create(settings)) {
            alter(admin, AlterConfigOp.OpType.SET, other.path().toString());
            try {
                while (!presented(FILES).equals(renewed.certificate())) {
                    // Asking is waiting enough.
                }
                assertThatThrownBy(() -> alter(
                                admin,
                                AlterConfigOp.OpType.SET,
                                directory.resolve("nothing").toString()))
                        .hasMessageContaining("nothing");
                assertThat(presented(FILES)).isEqualTo(renewed.certificate());
            } finally {
                alter(admin, AlterConfigOp.OpType.DELETE, "");
            }
        }
    }

    private static void alter(Admin admin, AlterConfigOp.OpType how, String location) throws Exception {
        ConfigEntry entry = new ConfigEntry("listener.name.files.ssl.keystore.location", location);
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.BROKER, "1"), List.of(new AlterConfigOp(entry, how))))
                .all()
                .get(30, TimeUnit.SECONDS);
    }
}
