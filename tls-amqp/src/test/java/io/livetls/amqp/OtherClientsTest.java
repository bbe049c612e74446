package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.amqp.AmqpException;
import com.rabbitmq.client.amqp.ConnectionSettings;
import com.rabbitmq.client.amqp.impl.AmqpEnvironmentBuilder;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.Producer;
import io.livetls.LiveTls;
import io.livetls.netty.NettyTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RabbitMQ's clients for streams and for AMQP 1.0, which take live contexts as they are. */
class OtherClientsTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority newServers = CertificateAuthority.create("New servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final CertificateAuthority newClients = CertificateAuthority.create("New clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));

    @TempDir
    private Path temporary;

    private static IssuedCertificate client(CertificateAuthority issuer) {
        return issuer.issue(leaf -> leaf.commonName("app").clientAuth());
    }

    /** By user and password: this RabbitMQ's stream plugin (3.10) fails with EXTERNAL. The certificate is needed all the same. */
    @Test
    void streamsFollowWhateverChangesOnBothSides() throws Exception {
        RabbitServer broker = (RabbitServer) Brokers.RABBIT.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client(clients), "TLSv1.3", servers)) {
            SslContext context = NettyTls.clientContext(scene.tls());
            try (Environment environment = environment(broker, context)) {
                environment.streamCreator().stream("numbers").create();
                publish(environment, 0, 100);
            }
            broker.change(newServers.rekey(server), newClients);
            assertThatThrownBy(() -> environment(broker, context).close())
                    .hasStackTraceContaining("unable to find valid certification path");

            scene.update(client(newClients), newServers);
            try (Environment environment = environment(broker, context)) {
                publish(environment, 100, 200);
                Set<Integer> seen = ConcurrentHashMap.newKeySet();
                environment.consumerBuilder().stream("numbers")
                        .offset(OffsetSpecification.first())
                        .messageHandler((at, message) -> seen.add(
                                Integer.valueOf(new String(message.getBodyAsBinary(), StandardCharsets.US_ASCII))))
                        .build();
                Traffic.await("all that was confirmed arrives", () -> seen.size() == 200);
                environment.deleteStream("numbers");
            }
        }
    }

    private static Environment environment(RabbitServer broker, SslContext context) {
        return Environment.builder()
                .host("localhost")
                .port(broker.streamPort())
                .tls()
                .sslContext(context)
                .environmentBuilder()
                .build();
    }

    private static void publish(Environment environment, int from, int to) throws InterruptedException {
        CountDownLatch confirmed = new CountDownLatch(to - from);
        try (Producer producer = environment.producerBuilder().stream("numbers").build()) {
            for (int number = from; number < to; number++) {
                producer.send(
                        producer.messageBuilder()
                                .addData(String.valueOf(number).getBytes(StandardCharsets.US_ASCII))
                                .build(),
                        status -> {
                            if (status.isConfirmed()) {
                                confirmed.countDown();
                            }
                        });
            }
            assertThat(confirmed.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    /** The client wants RabbitMQ 4; that it comes to this means that TLS and the login by certificate went well. */
    @Test
    void amqp10FollowsWhateverChangesOnBothSides() throws Exception {
        Broker broker = Brokers.RABBIT.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client(clients), "TLSv1.3", servers)) {
            assertLogsIn(scene.tls(), broker);
            broker.change(newServers.rekey(server), newClients);
            assertThatThrownBy(() -> connectByAmqp10(scene.tls(), broker))
                    .hasStackTraceContaining("unable to find valid certification path");
            scene.update(client(newClients), newServers);
            assertLogsIn(scene.tls(), broker);

            broker.change(newServers.issue(leaf -> leaf.dns("other.example.org")), newClients);
            assertThatThrownBy(() -> connectByAmqp10(scene.tls(), broker))
                    .hasStackTraceContaining("No subject alternative DNS name matching localhost found");
        }
    }

    private static void assertLogsIn(LiveTls tls, Broker broker) {
        assertThatThrownBy(() -> connectByAmqp10(tls, broker))
                .isInstanceOf(AmqpException.class)
                .hasMessage("The AMQP client library requires RabbitMQ 4.0 or more");
    }

    private static void connectByAmqp10(LiveTls tls, Broker broker) {
        try (var environment = new AmqpEnvironmentBuilder().build()) {
            environment
                    .connectionBuilder()
                    .host("localhost")
                    .port(broker.port())
                    .saslMechanism(ConnectionSettings.SASL_MECHANISM_EXTERNAL)
                    .tls()
                    .sslContext(tls.sslContext())
                    .connection()
                    .build();
        }
    }
}
