package io.livetls.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.kafka.KafkaTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.SecretVolume;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KafkaExamplesTest {
    @TempDir
    private Path directory;

    @Test
    void theRotatingBrokerLosesNothing() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] records = RotatingBroker.run(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.out.println(out.toString(StandardCharsets.UTF_8));
        assertThat(records[1]).isEqualTo(records[0]).isPositive();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("first CA removed", "a torn key");
    }

    /** The second word is sent under another certificate and another CA than the first, by one process. */
    @Test
    void kafkasConsoleProducerFollowsItsFilesByAPropertiesFileAlone() throws Exception {
        CertificateAuthority before = CertificateAuthority.create("Before");
        CertificateAuthority after = CertificateAuthority.create("After");
        SecretVolume secret = SecretVolume.create(directory.resolve("secret"));
        SecretVolume brokerSecret = SecretVolume.create(directory.resolve("broker"));
        secret.update(before.issue(), before, after);
        brokerSecret.update(before.issue(), before, after);
        Path properties = directory.resolve("producer.properties");
        Files.writeString(
                properties, settings().replace("/etc/tls", secret.path().toString()));

        try (LiveTls tls = LiveTls.builder()
                        .secretDirectory(brokerSecret.path())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build();
                LocalBroker broker = LocalBroker.start(directory.resolve("logs"), brokerSettings(tls))) {
            Map<String, Object> ours = new HashMap<>(KafkaTls.clientConfig(tls));
            ours.put("bootstrap.servers", broker.bootstrap());
            try (Admin admin = Admin.create(ours)) {
                admin.createTopics(List.of(new NewTopic("words", 1, (short) 1)))
                        .all()
                        .get();
            }
            ours.put("auto.offset.reset", "earliest");
            ours.put("group.id", "words");
            Process producer = producer(broker, properties);
            try (BufferedWriter input = producer.outputWriter(StandardCharsets.UTF_8);
                    KafkaConsumer<String, String> consumer =
                            new KafkaConsumer<>(ours, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of("words"));
                say(input, "before");
                assertThat(next(consumer)).isEqualTo("before");

                secret.update(after.issue(), after);
                brokerSecret.update(after.issue(), after);
                tls.reload();
                say(input, "after");
                assertThat(next(consumer)).isEqualTo("after");
            } finally {
                producer.destroy();
            }
        }
    }

    /** The broker ends what was made under older trust, so the producer has to come with what it has now. */
    private static Map<String, Object> brokerSettings(LiveTls tls) {
        Map<String, Object> settings = new HashMap<>(KafkaTls.brokerConfig(tls, LocalBroker.LISTENER));
        settings.put("livetls.reconnect.within", "1ms");
        return settings;
    }

    private static String settings() throws IOException {
        try (InputStream file = KafkaExamplesTest.class.getResourceAsStream("/console-producer.properties")) {
            assertThat(file).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Process producer(LocalBroker broker, Path properties) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.kafka.tools.ConsoleProducer",
                "--bootstrap-server",
                broker.bootstrap(),
                "--topic",
                "words",
                "--command-config",
                properties.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    private static void say(BufferedWriter input, String word) throws IOException {
        input.write(word);
        input.newLine();
        input.flush();
    }

    private static String next(KafkaConsumer<String, String> consumer) {
        while (true) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                return record.value();
            }
        }
    }
}
