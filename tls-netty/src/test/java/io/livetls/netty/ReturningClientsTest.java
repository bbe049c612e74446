package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.netty.Client.Connection;
import io.livetls.netty.Client.Kind;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many clients of a server resume while its certificate and its ticket keys are replaced again and again. */
class ReturningClientsTest {
    private static final int ROTATIONS = 5;
    private static final int JAVA = Runtime.version().feature();

    private final CertificateAuthority root = CertificateAuthority.create("Server root");
    private final CertificateAuthority people = CertificateAuthority.create("Client CA");

    /** Half of them by tickets of TLS 1.2, half by those of TLS 1.3. */
    private List<Client> clients(int count) {
        IssuedCertificate visitor = people.issue();
        return IntStream.range(0, count)
                .mapToObj(i -> (i % 2 == 0 ? Kind.TLS12_TICKET : Kind.TLS13_JDK).client(root, visitor))
                .toList();
    }

    /** How many of the returns were resumed. Ticket keys are replaced between the rotations too. */
    private int returnsThatResume(List<Client> clients, NettyEngine engine) throws IOException {
        TestClock clock = new TestClock();
        IssuedCertificate identity = root.issue();
        try (Rotating handle = Rotating.of(material(identity, people), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer echo = EchoServer.of(NettyTls.server(handle.tls())
                        .engine(engine)
                        .nanoTime(clock)
                        .build())) {
            for (Client client : clients) {
                client.connect(echo.port()).close();
            }
            int resumed = 0;
            for (int rotation = 0; rotation < ROTATIONS; rotation++) {
                identity = root.rekey(identity);
                handle.rotateTo(material(identity, people));
                clock.advance(TicketKeyRotation.Schedule.DEFAULT_SEALING);
                for (Client client : clients) {
                    try (Connection connection = client.connect(echo.port())) {
                        resumed += connection.resumed() ? 1 : 0;
                    }
                }
            }
            return resumed;
        }
    }

    @Test
    void ofTwoHundredClientsOfBoringSslAtLeastNinetyNinePercentResumeAcrossRotationsOfTheIdentity() throws IOException {
        int resumed = returnsThatResume(clients(200), NettyEngine.OPENSSL);

        assertThat(resumed).isGreaterThanOrEqualTo(200 * ROTATIONS * 99 / 100);
    }

    /** Tickets of a newer JDK hold the server's certificate, and the JDK refuses those of another one. */
    @Test
    void clientsOfTheJdksEngineResumeAsTheJdkLetsThem() throws IOException {
        int resumed = returnsThatResume(clients(20), NettyEngine.JDK);

        assertThat(resumed).isEqualTo(JAVA < 25 ? 20 * ROTATIONS : 0);
    }
}
