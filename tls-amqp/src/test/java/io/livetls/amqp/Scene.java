package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;

/** A client's secret on disk, its handle, and factories of it. */
final class Scene implements AutoCloseable {
    private final SecretVolume volume;
    private final LiveTls tls;

    Scene(Path directory, IssuedCertificate client, String protocol, CertificateAuthority... servers) {
        this(Jsse.JDK, directory, client, protocol, servers);
    }

    Scene(Jsse jsse, Path directory, IssuedCertificate client, String protocol, CertificateAuthority... servers) {
        this.volume = SecretVolume.create(directory);
        volume.update(client, servers);
        this.tls = jsse.handle()
                .name("rabbit")
                .secretDirectory(volume.path())
                .protocols(protocol)
                .build();
    }

    LiveTls tls() {
        return tls;
    }

    void update(IssuedCertificate client, CertificateAuthority... servers) {
        volume.update(client, servers);
        // The watcher may have been first.
        assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
    }

    /** One that logs in by certificate. */
    ConnectionFactory factory(Broker broker, Io io) {
        ConnectionFactory factory = plain(broker.port(), io);
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        AmqpTls.apply(tls, factory);
        return factory;
    }

    /** One that nothing was said to about TLS. */
    static ConnectionFactory plain(int port, Io io) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        factory.setPort(port);
        factory.setNetworkRecoveryInterval(100);
        io.use(factory);
        return factory;
    }

    @Override
    public void close() {
        tls.close();
        volume.close();
    }
}
