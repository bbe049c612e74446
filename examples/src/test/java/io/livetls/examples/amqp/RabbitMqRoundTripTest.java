package io.livetls.examples.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RabbitMqRoundTripTest {
    private static final CertificateAuthority CA = CertificateAuthority.create("CA");
    private final IssuedCertificate client =
            CA.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    @Test
    void aMessageComesBackByTheCertificateOfBeforeAndByTheNewOne() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(temporary, CA.issue(leaf -> leaf.dns("localhost")), CA);
                SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(client, CA);
            try (LiveTls tls = LiveTls.builder().secretDirectory(volume.path()).build();
                    RabbitMqRoundTrip roundTrip = new RabbitMqRoundTrip(tls, "localhost", broker.port())) {
                assertThat(roundTrip.send("before")).isEqualTo("before");
                volume.update(CA.rekey(client), CA);
                tls.reload();
                assertThat(roundTrip.send("after")).isEqualTo("after");
            }
            assertThat(printed(volume.path().toString(), "localhost", String.valueOf(broker.port())))
                    .isEqualToIgnoringNewLines("hello over mutual TLS");
        }
    }

    private static String printed(String... arguments) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            RabbitMqRoundTrip.main(arguments);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
