package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run without Netty on the class path, see the pom: the client takes that as long as nobody calls {@code netty()}. */
class WithoutNettyTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    @Test
    void blockingIoAndNioConnect() throws Exception {
        assertThatThrownBy(() -> Class.forName("io.netty.handler.ssl.SslContext"))
                .isInstanceOf(ClassNotFoundException.class);
        Broker broker = QpidBroker.with(servers.issue(leaf -> leaf.dns("localhost")), clients);
        try (Scene scene = new Scene(temporary.resolve("secret"), client, "TLSv1.3", servers)) {
            for (Io io : new Io[] {Io.BLOCKING, Io.NIO}) {
                try (Connection connection = scene.factory(broker, io).newConnection()) {
                    assertThat(connection.isOpen()).isTrue();
                }
            }
        }
    }
}
