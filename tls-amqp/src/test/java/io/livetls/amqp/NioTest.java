package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS 1.3 by the client's NIO: why engines are wrapped for it. */
class NioTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    /**
     * It waits for more of the handshake, though all is there, until the broker gives up. If this fails, a newer client can
     * do it, and the wrapping may go.
     */
    @Test
    void theClientByItselfFails() throws Exception {
        Broker broker = Brokers.QPID.with(server, clients);
        ConnectionFactory factory = Scene.plain(broker.port(), Io.NIO);
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        factory.setSslContextFactory(name -> client.sslContext(servers));
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(IOException.class)
                .hasMessage("I/O thread: reached EOF");
    }

    /** Qpid's engine is the JDK's, which sends session tickets; RabbitMQ's doesn't, by default. */
    @ParameterizedTest
    @EnumSource
    void withAnAppliedHandleItConnectsAndResumes(Brokers kind) throws Exception {
        Broker broker = kind.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client, "TLSv1.3", servers)) {
            ConnectionFactory factory = scene.factory(broker, Io.NIO);
            for (int i = 0; i < 3; i++) {
                try (Connection connection = factory.newConnection()) {
                    assertThat(connection.isOpen()).isTrue();
                }
            }
        }
    }
}
