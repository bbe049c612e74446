package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers with mutual TLS everywhere: between each other, to their controller, and with their clients. */
class ClusterRotationTest {
    private static final String TOPIC = "numbers";

    @TempDir
    private Path directory;

    @Test
    void oneProducerAndOneGroupGoThroughAllRotationsWithoutALostOrDoubledRecord() throws Exception {
        CertificateAuthority before = CertificateAuthority.create("Before");
        CertificateAuthority after = CertificateAuthority.create("After");
        try (Party one = new Party(directory.resolve("tls1"), before.issue(), before);
                Party two = new Party(directory.resolve("tls2"), before.issue(), before);
                Party client = new Party(directory.resolve("tls3"), before.issue(), before);
                Cluster cluster = new Cluster(directory, one, two)) {
            Map<String, Object> settings = new HashMap<>(KafkaTls.clientConfig(client.tls));
            settings.put("bootstrap.servers", cluster.bootstrap());
            try (Admin admin = Admin.create(settings)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(2), Optional.of((short) 2))
                                .configs(Map.of("min.insync.replicas", "2"))))
                        .all()
                        .get();
            }
            try (Traffic traffic = new Traffic(TOPIC, settings)) {
                traffic.awaitMore(100);

                one.present(before.rekey(one.presented), before);
                two.present(before.rekey(two.presented), before);
                cluster.cut();
                traffic.awaitMore(100);

                client.present(before.rekey(client.presented), before);
                cluster.cut();
                traffic.awaitMore(100);

                for (Party party : List.of(one, two, client)) {
                    party.present(party.presented, before, after);
                }
                cluster.cut();
                traffic.awaitMore(100);

                for (Party party : List.of(one, client, two)) {
                    party.present(after.issue(), before, after);
                    cluster.cut();
                    traffic.awaitMore(100);
                }

                for (Party party : List.of(one, two, client)) {
                    party.present(party.presented, after);
                }
                cluster.cut();
                traffic.awaitMore(100);

                for (Party party : List.of(one, two, client)) {
                    party.breakFiles();
                }
                cluster.cut();
                traffic.awaitMore(100);

                int records = traffic.finish();
                assertThat(records).isGreaterThan(1000);
                assertThat(cluster.connections()).isGreaterThan(9 * 5);
            }
        }
    }

    /** Somebody with a mounted secret and a handle of it. */
    private static final class Party implements AutoCloseable {
        private final SecretVolume volume;
        private final LiveTls tls;
        private IssuedCertificate presented;

        Party(Path directory, IssuedCertificate first, CertificateAuthority trusted) {
            volume = SecretVolume.create(directory);
            volume.update(first, trusted);
            presented = first;
            tls = LiveTls.builder()
                    .secretDirectory(directory)
                    .clientAuth(ClientAuth.REQUIRE)
                    .reloadInterval(Duration.ofDays(1))
                    .build();
        }

        void present(IssuedCertificate next, CertificateAuthority... trusted) {
            volume.update(next, trusted);
            tls.reload();
            assertThat(tls.current().identity()).isNotNull();
            assertThat(tls.current().identity().leaf()).isEqualTo(next.certificate());
            assertThat(tls.current().trustAnchors()).isNotNull();
            assertThat(tls.current().trustAnchors().certificates()).hasSize(trusted.length);
            presented = next;
        }

        void breakFiles() {
            volume.update("tls.key", "no key");
            assertThat(tls.reload()).isInstanceOf(ReloadResult.Failed.class);
        }

        @Override
        public void close() {
            tls.close();
        }
    }

    /** All connections go through relays, which can cut them. */
    private static final class Cluster implements AutoCloseable {
        private final int[] ports = Ports.free(5);
        private final Relay controller = Relay.to(ports[0]);
        private final List<Relay> internal = List.of(Relay.to(ports[1]), Relay.to(ports[2]));
        private final List<Relay> external = List.of(Relay.to(ports[3]), Relay.to(ports[4]));
        private final KafkaNode first;
        private final KafkaNode second;

        Cluster(Path directory, Party one, Party two) {
            first = KafkaNode.start(directory.resolve("node1"), settings(0, one));
            second = KafkaNode.start(directory.resolve("node2"), settings(1, two));
        }

        private Map<String, Object> settings(int index, Party party) {
            String listeners = "INTERNAL://localhost:" + ports[1 + index] + ",EXTERNAL://localhost:" + ports[3 + index];
            Map<String, Object> settings = new HashMap<>();
            settings.put("node.id", index + 1);
            settings.put("process.roles", index == 0 ? "broker,controller" : "broker");
            settings.put("listeners", index == 0 ? "CONTROLLER://localhost:" + ports[0] + "," + listeners : listeners);
            settings.put("controller.quorum.voters", "1@localhost:" + controller.port());
            settings.put(
                    "advertised.listeners",
                    "INTERNAL://localhost:" + internal.get(index).port() + ",EXTERNAL://localhost:"
                            + external.get(index).port());
            settings.put("listener.security.protocol.map", "CONTROLLER:SSL,INTERNAL:SSL,EXTERNAL:SSL");
            settings.put("inter.broker.listener.name", "INTERNAL");
            settings.put("offsets.topic.replication.factor", "2");
            for (String listener : List.of("CONTROLLER", "INTERNAL", "EXTERNAL")) {
                settings.putAll(KafkaTls.brokerConfig(party.tls, listener));
            }
            return settings;
        }

        String bootstrap() {
            return "localhost:" + external.get(0).port() + ",localhost:"
                    + external.get(1).port();
        }

        void cut() {
            controller.cut();
            internal.forEach(Relay::cut);
            external.forEach(Relay::cut);
        }

        int connections() {
            return external.stream().mapToInt(Relay::accepted).sum();
        }

        @Override
        public void close() {
            second.close();
            first.close();
            controller.close();
            internal.forEach(Relay::close);
            external.forEach(Relay::close);
        }
    }
}
