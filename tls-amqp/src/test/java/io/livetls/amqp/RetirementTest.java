package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.RecoverableConnection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetirementTest {
    private static final Duration WITHIN = Duration.ofMillis(100);

    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority others = CertificateAuthority.create("Others");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));

    @TempDir
    private Path temporary;

    private IssuedCertificate client(String unit) {
        return clients.issue(leaf -> leaf.subject("OU=" + unit + ",CN=app").clientAuth());
    }

    @ParameterizedTest
    @CsvSource({"QPID, BLOCKING", "QPID, NIO", "QPID, NETTY", "RABBIT, BLOCKING", "RABBIT, NIO", "RABBIT, NETTY"})
    void connectionsOfOlderTrustEndAndComeBackWithoutLoss(Brokers kind, Io io) throws Exception {
        Broker broker = kind.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client("first"), "TLSv1.3", servers)) {
            ConnectionFactory factory = scene.factory(broker, io);
            Connection publishing = AmqpTls.retiring(scene.tls(), WITHIN, factory::newConnection);
            Connection consuming = AmqpTls.retiring(scene.tls(), WITHIN, factory::newConnection);
            AtomicInteger recoveries = new AtomicInteger();
            ((RecoverableConnection) publishing).addRecoveryListener(new Counting(recoveries));
            ((RecoverableConnection) consuming).addRecoveryListener(new Counting(recoveries));
            try (Traffic traffic = new Traffic("retirement-" + System.nanoTime(), publishing, consuming)) {
                traffic.awaitMore();
                for (int change = 1; change <= 2; change++) {
                    String unit = "trust" + change;
                    CertificateAuthority[] trusted = change == 1
                            ? new CertificateAuthority[] {servers, others}
                            : new CertificateAuthority[] {servers};
                    scene.update(client(unit), trusted);
                    int both = 2 * change;
                    Traffic.await("both have come back", () -> recoveries.get() >= both);
                    traffic.awaitMore();
                    assertThat(broker.peers()).hasSize(2).allMatch(peer -> peer.contains("OU=" + unit));
                }
                traffic.endWithoutLoss();
            }
        }
    }

    @Test
    void aRenewedCertificateEndsNoneAndAClosedConnectionStaysClosed() throws Exception {
        Broker broker = Brokers.QPID.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client("first"), "TLSv1.3", servers)) {
            ConnectionFactory factory = scene.factory(broker, Io.BLOCKING);
            Connection open = AmqpTls.retiring(scene.tls(), WITHIN, factory::newConnection);
            Connection closed = AmqpTls.retiring(scene.tls(), WITHIN, factory::newConnection);
            closed.close();
            scene.update(client("renewed"), servers);
            assertThat(broker.peers()).hasSize(1).allMatch(peer -> peer.contains("OU=first"));
            AtomicInteger recoveries = new AtomicInteger();
            ((RecoverableConnection) open).addRecoveryListener(new Counting(recoveries));
            scene.update(client("trust"), servers, others);
            Traffic.await("it has come back", () -> recoveries.get() == 1);
            assertThat(broker.peers()).hasSize(1).allMatch(peer -> peer.contains("OU=trust"));
            open.close();
        }
    }

    @Test
    void aConnectionThatWouldNotComeBackIsRefused() throws Exception {
        QpidBroker broker = QpidBroker.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client("first"), "TLSv1.3", servers)) {
            ConnectionFactory factory = scene.factory(broker, Io.BLOCKING);
            factory.setAutomaticRecoveryEnabled(false);
            assertThatThrownBy(() -> AmqpTls.retiring(scene.tls(), WITHIN, factory::newConnection))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("without automatic recovery a connection that is ended doesn't come back: leave"
                            + " setAutomaticRecoveryEnabled(true), or make new connections in LiveTls.onReload");
            assertThatThrownBy(() -> AmqpTls.retiring(scene.tls(), Duration.ZERO, factory::newConnection))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("within: PT0S (expected: more than zero)");
        }
    }

    private record Counting(AtomicInteger recoveries) implements com.rabbitmq.client.RecoveryListener {
        @Override
        public void handleRecovery(com.rabbitmq.client.Recoverable recoverable) {
            recoveries.incrementAndGet();
        }

        @Override
        public void handleRecoveryStarted(com.rabbitmq.client.Recoverable recoverable) {}
    }
}
