package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import io.livetls.netty.LiveSslContext;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine Netty I/O gets. */
class NettyContextsTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority others = CertificateAuthority.create("Others");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    @Test
    void itIsThatOfTlsNettyWhereThatIsThere() {
        try (Scene scene = new Scene(temporary.resolve("secret"), client, "TLSv1.3", servers)) {
            assertThat(NettyContexts.client(scene.tls())).isInstanceOf(LiveSslContext.class);
        }
    }

    @Test
    void theOneOfTheJdkIsLiveAndChecksHostsToo() throws Exception {
        QpidBroker broker = QpidBroker.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client, "TLSv1.3", servers)) {
            ConnectionFactory factory = Scene.plain(broker.port(), Io.NETTY);
            factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
            SslContext context = NettyContexts.ofJdk(scene.tls());
            Attempts attempts = new Attempts();
            factory.netty().sslContextFactory(name -> NotedContext.over(context, "rabbit", attempts));
            try (Connection connection = factory.newConnection()) {
                assertThat(connection.isOpen()).isTrue();
                assertThat(attempts.take()).isTrue();
            }
            broker.change(servers.issue(leaf -> leaf.dns("other.example.org")), clients);
            assertThat(Told.of(factory)).contains("No subject alternative DNS name matching localhost found");
            broker.change(server, clients);
            scene.update(client, others);
            assertThat(Told.of(factory)).contains("unable to find valid certification path");
        }
    }
}
