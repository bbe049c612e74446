package io.livetls.amqp;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @EnumSource
    void show(Io io) throws Exception {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            for (int b = 0; b < 2; b++) {
                CertificateAuthority strangers = CertificateAuthority.create("Strangers");
                for (int i = 0; i < 5; i++) {
                    IssuedCertificate server = switch (i) {
                        case 0 -> servers.issue(leaf -> leaf.dns("other.example.org"));
                        case 1 -> servers.issue(leaf -> leaf.dns("localhost").expired());
                        case 2 -> strangers.issue(leaf -> leaf.dns("localhost"));
                        default -> servers.issue(leaf -> leaf.dns("localhost"));
                    };
                    Broker broker = b == 0
                            ? QpidBroker.with(server, i == 3 ? strangers : clients)
                            : RabbitServer.with(server, i == 3 ? strangers : clients);
                    var builder = LiveTls.builder()
                            .name("rabbit")
                            .trustCertificates(java.util.List.of(servers.certificate()))
                            .protocols(protocol);
                    if (i != 4) builder.identity(client.privateKey(), client.chain());
                    try (LiveTls tls = builder.build()) {
                        ConnectionFactory factory = Scene.plain(broker.port(), io);
                        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
                        AmqpTls.apply(tls, factory);
                        Throwable t = catchThrowable(factory::newConnection);
                        StringBuilder s = new StringBuilder();
                        for (Throwable e = t; e != null; e = e.getCause())
                            s.append(" <- ").append(e.getClass().getSimpleName() + ": " + e.getMessage());
                        System.out.println("SHOW " + protocol + " " + io + " " + b + " " + i
                                + s.toString().replace("\n", "|"));
                    }
                }
            }
        }
    }
}
