package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker whose CA was removed is refused, though the client holds sessions with it. */
@ParameterizedClass
@EnumSource
class RemovedCaTest {
    private final Jsse jsse;
    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority others = CertificateAuthority.create("Others");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    RemovedCaTest(Jsse jsse) {
        this.jsse = jsse;
    }

    @ParameterizedTest
    @CsvSource({
        "QPID,   BLOCKING, TLSv1.2", "QPID,   BLOCKING, TLSv1.3",
        "QPID,   NIO,      TLSv1.2", "QPID,   NIO,      TLSv1.3",
        "QPID,   NETTY,    TLSv1.2", "QPID,   NETTY,    TLSv1.3",
        "RABBIT, BLOCKING, TLSv1.2", "RABBIT, BLOCKING, TLSv1.3",
        "RABBIT, NIO,      TLSv1.2", "RABBIT, NIO,      TLSv1.3",
        "RABBIT, NETTY,    TLSv1.2", "RABBIT, NETTY,    TLSv1.3"
    })
    void aBrokerOfARemovedCaIsRefusedAndTakenAgainWithTheCa(Brokers kind, Io io, String protocol) throws Exception {
        Broker broker = kind.with(server, clients);
        try (Scene scene = new Scene(jsse, temporary.resolve("secret"), client, protocol, servers, others)) {
            ConnectionFactory factory = scene.factory(broker, io);
            connectTwice(factory);
            scene.update(client, others);
            assertThat(Told.of(factory)).contains("unable to find valid certification path");
            scene.update(client, others, servers);
            connectTwice(factory);
        }
    }

    /** What the test above would see if the adapter kept its sessions. */
    @Test
    void aContextOfOnesOwnOverLiveManagersIsFooled() throws Exception {
        Broker broker = Brokers.QPID.with(server, clients);
        try (Scene scene = new Scene(jsse, temporary.resolve("secret"), client, "TLSv1.2", servers, others)) {
            SSLContext own = SSLContext.getInstance("TLSv1.2");
            own.init(
                    new KeyManager[] {scene.tls().keyManager()},
                    new TrustManager[] {scene.tls().trustManager()},
                    null);
            ConnectionFactory factory = Scene.plain(broker.port(), Io.BLOCKING);
            factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
            factory.setSslContextFactory(name -> own);
            connectTwice(factory);
            scene.update(client, others);
            connectTwice(factory);
        }
    }

    private static void connectTwice(ConnectionFactory factory) throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Connection connection = factory.newConnection()) {
                assertThat(connection.isOpen()).isTrue();
            }
        }
    }
}
