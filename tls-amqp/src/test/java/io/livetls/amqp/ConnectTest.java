package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({
        "QPID,BLOCKING,TLSv1.2", "QPID,BLOCKING,TLSv1.3", "QPID,NIO,TLSv1.2", "QPID,NIO,TLSv1.3", "QPID,NETTY,TLSv1.2",
                "QPID,NETTY,TLSv1.3",
        "RABBIT,BLOCKING,TLSv1.2", "RABBIT,BLOCKING,TLSv1.3", "RABBIT,NIO,TLSv1.2", "RABBIT,NIO,TLSv1.3",
                "RABBIT,NETTY,TLSv1.2", "RABBIT,NETTY,TLSv1.3",
    })
    void connects(String which, Io io, String protocol) throws Exception {
        Broker broker = which.equals("QPID") ? QpidBroker.with(server, clients) : RabbitServer.with(server, clients);
        try (Scene scene = new Scene(temporary.resolve("s"), client, protocol, servers)) {
            try (Connection connection = scene.factory(broker, io).newConnection();
                    Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                channel.queueDeclare("q", true, false, false, null);
                channel.basicPublish("", "q", null, new byte[100_000]);
                channel.waitForConfirmsOrDie();
                assertThat(channel.basicGet("q", true).getBody()).hasSize(100_000);
            }
        }
    }
}
