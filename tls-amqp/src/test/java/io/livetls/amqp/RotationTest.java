package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages flow while everything changes on both sides, and every connection is cut after each change. */
class RotationTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority newServers = CertificateAuthority.create("New servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final CertificateAuthority newClients = CertificateAuthority.create("New clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));

    @TempDir
    private Path temporary;

    private IssuedCertificate client(CertificateAuthority issuer, String unit) {
        return issuer.issue(leaf -> leaf.subject("OU=" + unit + ",CN=app").clientAuth());
    }

    @ParameterizedTest
    @CsvSource({
        "QPID,   BLOCKING, JDK",
        "QPID,   NIO,      JDK",
        "QPID,   NETTY,    JDK",
        "RABBIT, BLOCKING, JDK",
        "RABBIT, NIO,      JDK",
        "RABBIT, NETTY,    JDK",
        "RABBIT, BLOCKING, CONSCRYPT",
        "RABBIT, NIO,      CONSCRYPT",
        "RABBIT, NETTY,    CONSCRYPT"
    })
    void noConfirmedMessageIsLostByRenewalAndChangesOfBothCas(Brokers kind, Io io, Jsse jsse) throws Exception {
        Broker broker = kind.with(server, clients);
        try (Scene scene = new Scene(jsse, temporary.resolve("secret"), client(clients, "first"), "TLSv1.3", servers);
                Traffic traffic = traffic(scene.factory(broker, io))) {
            traffic.awaitMore();
            assertThat(broker.peers()).allMatch(peer -> peer.contains("OU=first"));

            scene.update(client(clients, "renewed"), servers);
            reconnect(broker, traffic, "renewed");

            // A new CA of servers: trusted besides, then in use, then alone.
            scene.update(client(clients, "overlap"), servers, newServers);
            broker.change(newServers.rekey(server), clients);
            reconnect(broker, traffic, "overlap");
            scene.update(client(clients, "alone"), newServers);
            reconnect(broker, traffic, "alone");

            // A new CA of clients, the other way round.
            broker.change(newServers.rekey(server), clients, newClients);
            scene.update(client(newClients, "moved"), newServers);
            reconnect(broker, traffic, "moved");
            broker.change(newServers.rekey(server), newClients);
            reconnect(broker, traffic, "moved");
            traffic.endWithoutLoss();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noConfirmedMessageIsLostByARestartOfTheBrokerDuringWhichBothSidesChange(Io io) throws Exception {
        RabbitServer broker = (RabbitServer) Brokers.RABBIT.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client(clients, "first"), "TLSv1.3", servers);
                Traffic traffic = traffic(scene.factory(broker, io))) {
            traffic.awaitMore();
            broker.stop();
            // Else the node would go on with what it has in its cache, this restart or not.
            broker.change(newServers.rekey(server), newClients);
            scene.update(client(newClients, "restarted"), newServers);
            broker.start();
            traffic.awaitMore();
            assertThat(broker.peers()).allMatch(peer -> peer.contains("OU=restarted"));
            traffic.endWithoutLoss();
        }
    }

    @ParameterizedTest
    @EnumSource
    void recoveryRefusesABrokerOfARemovedCaAndSucceedsOnceThatHasANewCertificate(Io io) throws Exception {
        Broker broker = Brokers.QPID.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client(clients, "first"), "TLSv1.3", servers);
                Traffic traffic = traffic(scene.factory(broker, io))) {
            traffic.awaitMore();
            scene.update(client(clients, "after"), newServers);
            broker.disconnectAll();
            Traffic.await("nobody is connected", () -> peers(broker).isEmpty());
            broker.change(newServers.rekey(server), clients);
            traffic.awaitMore();
            assertThat(broker.peers()).allMatch(peer -> peer.contains("OU=after"));
            traffic.endWithoutLoss();
        }
    }

    private static Traffic traffic(ConnectionFactory factory) throws Exception {
        String queue = "rotation-" + System.nanoTime();
        return new Traffic(queue, factory.newConnection("publisher"), factory.newConnection("consumer"));
    }

    /** Cuts all connections, and waits until those of now are back and messages pass. */
    private static void reconnect(Broker broker, Traffic traffic, String unit) throws Exception {
        broker.disconnectAll();
        traffic.awaitMore();
        Traffic.await("both have come back with " + unit, () -> {
            List<String> peers = peers(broker);
            return peers.size() == 2 && peers.stream().allMatch(peer -> peer.contains("OU=" + unit));
        });
    }

    private static List<String> peers(Broker broker) {
        try {
            return broker.peers();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
