package io.livetls.grpc;

import static io.livetls.grpc.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.livetls.ClientAuth;
import io.livetls.netty.NettyEngine;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that shares no code with us. */
class PythonClientTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Server root");
    private static final CertificateAuthority NEW_ROOT = CertificateAuthority.create("New server root");
    private static final CertificateAuthority STAYING = CertificateAuthority.create("Staying CA");
    private static final CertificateAuthority LEAVING = CertificateAuthority.create("Leaving CA");

    private static String python = "";

    @TempDir
    private Path temporary;

    /** A test of the normal build, which a machine without Python's gRPC can't run. CI has to. */
    @BeforeAll
    static void needsPythonsGrpc() throws Exception {
        Optional<String> found = PythonClient.interpreter();
        if (System.getenv("LIVETLS_CI") == null) {
            assumeTrue(
                    found.isPresent(),
                    "skipped: python3 with grpc isn't here (Debian: apt-get install python3-grpcio)");
        }
        assertThat(found).as("python3 with grpc, which .ci/run installs").isPresent();
        python = found.get();
    }

    private PythonClient client(String name, EchoServer server, String trust, IssuedCertificate identity)
            throws IOException {
        return PythonClient.of(python, Files.createDirectory(temporary.resolve(name)), server.port(), trust, identity);
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void talksToTheServerBeforeAndAfterAChange(NettyEngine engine) throws Exception {
        IssuedCertificate server = ROOT.issue();
        IssuedCertificate alice = STAYING.issue(leaf -> leaf.dns("alice.example.org"));
        IssuedCertificate mallory = LEAVING.issue(leaf -> leaf.uri("spiffe://example.org/mallory"));
        String both = CertificateAuthority.bundlePem(ROOT, NEW_ROOT);
        try (Rotating handle =
                        Rotating.of(material(server, STAYING, LEAVING), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer echo = EchoServer.of(
                        GrpcTls.serverCredentials(handle.tls(), context -> context.engine(engine)),
                        PeerIdentity.interceptor());
                PythonClient hers = client("alice", echo, both, alice);
                PythonClient his = client("mallory", echo, both, mallory);
                PythonClient newOnly = client("new", echo, NEW_ROOT.certificatePem(), alice)) {
            assertThat(hers.call()).isEqualTo("DNS alice.example.org");
            assertThat(his.call()).isEqualTo("spiffe://example.org/mallory");
            assertThat(newOnly.call()).isEqualTo("UNAVAILABLE");

            handle.rotateTo(material(NEW_ROOT.rekey(server), STAYING));

            assertThat(hers.call()).as("on its open connection").isEqualTo("DNS alice.example.org");
            assertThat(hers.callOnANewChannel()).isEqualTo("DNS alice.example.org");
            assertThat(newOnly.callOnANewChannel()).isEqualTo("DNS alice.example.org");
            assertThat(his.callOnANewChannel()).isEqualTo("UNAVAILABLE");
        }
    }
}
