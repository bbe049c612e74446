package io.livetls.examples.kafka;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.kafka.KafkaTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker, a producer and a consumer with mutual TLS, and everything under them changes. After each change all
 * connections of older trust are made anew, since {@code livetls.reconnect.within} is set; it prints how long no record
 * came, and how far the consumer was behind.
 *
 * <pre>
 * mvn -q -Pkafka-demo -pl examples-service -am process-classes
 * </pre>
 */
public final class RotatingBroker {
    private RotatingBroker() {}

    /**
     * Runs it, for about ten seconds.
     *
     * @param arguments none
     * @throws Exception if something goes wrong
     */
    public static void main(String[] arguments) throws Exception {
        run(System.out);
        // Kafka leaves threads behind that would keep the process.
        System.out.flush();
    }

    /** Runs it and gives back how many records were sent and received. */
    static long[] run(PrintStream out) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("livetls-kafka");
        CertificateAuthority before = CertificateAuthority.create("Before");
        CertificateAuthority after = CertificateAuthority.create("After");
        IssuedCertificate broker = before.issue();
        IssuedCertificate client = before.issue();
        SecretVolume brokerSecret = SecretVolume.create(directory.resolve("broker"));
        SecretVolume clientSecret = SecretVolume.create(directory.resolve("client"));
        brokerSecret.update(broker, before);
        clientSecret.update(client, before);

        try (LiveTls brokerTls = LiveTls.builder()
                        .secretDirectory(brokerSecret.path())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build();
                LiveTls clientTls =
                        LiveTls.builder().secretDirectory(clientSecret.path()).build();
                LocalBroker node = LocalBroker.start(
                        directory.resolve("logs"),
                        reconnecting(KafkaTls.brokerConfig(brokerTls, LocalBroker.LISTENER)))) {
            Map<String, Object> settings = reconnecting(KafkaTls.clientConfig(clientTls));
            settings.put("bootstrap.servers", node.bootstrap());
            try (Flow flow = new Flow("times", settings)) {
                flow.awaitCaughtUp();
                out.println("change                        longest silence   largest lag");

                Step step = new Step(out, flow, settings);
                step.run("nothing", () -> {});
                step.run("certificates renewed", () -> {
                    brokerSecret.update(before.rekey(broker), before);
                    clientSecret.update(before.rekey(client), before);
                    reload(brokerTls, clientTls);
                });
                step.run("second CA trusted", () -> {
                    brokerSecret.update(broker, before, after);
                    clientSecret.update(client, before, after);
                    reload(brokerTls, clientTls);
                });
                IssuedCertificate newBroker = after.issue();
                IssuedCertificate newClient = after.issue();
                step.run("certificates of the second CA", () -> {
                    brokerSecret.update(newBroker, before, after);
                    clientSecret.update(newClient, before, after);
                    reload(brokerTls, clientTls);
                });
                step.run("first CA removed", () -> {
                    brokerSecret.update(newBroker, after);
                    clientSecret.update(newClient, after);
                    reload(brokerTls, clientTls);
                });
                step.run("a torn key", () -> {
                    brokerSecret.update("tls.key", "-----BEGIN PRIVATE KEY-----\nMIG");
                    reload(brokerTls);
                });
                flow.finish();
                out.printf(
                        "records sent: %d, received: %d, given up: %d%n", flow.sent(), flow.received(), flow.failed());
                return new long[] {flow.sent(), flow.received()};
            }
        }
    }

    private static Map<String, Object> reconnecting(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("livetls.reconnect.within", "500ms");
        return all;
    }

    /** What the files' events do by themselves, a little later. */
    private static void reload(LiveTls... handles) {
        for (LiveTls handle : handles) {
            handle.reload();
        }
    }

    /** One change, and what the records have noticed of it a second later. */
    private record Step(PrintStream out, Flow flow, Map<String, Object> settings) {
        void run(String what, Runnable change) throws InterruptedException {
            flow.mark();
            change.run();
            // A client that comes only now.
            try (Admin admin = Admin.create(settings)) {
                admin.describeCluster().nodes().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a new client doesn't get in after: " + what, e);
            }
            Thread.sleep(1000);
            flow.awaitCaughtUp();
            out.printf("%-30s %8d ms %14d%n", what, flow.longestGap().toMillis(), flow.largestLag());
        }
    }
}
