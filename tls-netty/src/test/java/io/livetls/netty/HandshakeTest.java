package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.netty.Client.Connection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** What is negotiated, and who is refused. */
class HandshakeTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final IssuedCertificate server = root.issue();
    private final IssuedCertificate alice = root.issue();

    static Stream<Arguments> enginesAndProtocols() {
        return Stream.of(NettyEngine.OPENSSL, NettyEngine.JDK)
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3").map(protocol -> Arguments.of(engine, protocol)));
    }

    private static EchoServer serving(LiveTls tls, NettyEngine engine) {
        return EchoServer.of(NettyTls.server(tls).engine(engine).build());
    }

    private static NettyClient live(LiveTls tls, NettyEngine engine) {
        return NettyClient.over(NettyTls.client(tls).engine(engine).build());
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void aServerPresentsItsCertificateAndAsksForNone(NettyEngine engine, String protocol) throws IOException {
        try (Rotating handle = Rotating.of(material(server));
                EchoServer echo = serving(handle.tls(), engine);
                Client client = JdkClient.of(root, alice, protocol);
                Connection connection = client.connect(echo.port())) {
            assertThat(connection.serverCertificate()).isEqualTo(server.certificate());
            assertThat(connection.protocol()).isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void requiredClientAuthLetsOnlyTrustedCertificatesIn(NettyEngine engine, String protocol) throws IOException {
        IssuedCertificate strange = CertificateAuthority.create("Other CA").issue();
        try (Rotating handle = Rotating.of(material(server, root), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer echo = serving(handle.tls(), engine);
                Client anonymous = JdkClient.of(root, null, protocol);
                Client stranger = JdkClient.of(root, strange, protocol);
                Client known = JdkClient.of(root, alice, protocol)) {
            assertThatThrownBy(() -> anonymous.connect(echo.port())).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> stranger.connect(echo.port())).isInstanceOf(IOException.class);
            known.connect(echo.port()).close();
        }
    }

    @Test
    void boringSslTellsAStrangerThatItsIssuerIsUnknown() throws IOException {
        IssuedCertificate strange = CertificateAuthority.create("Other CA").issue();
        try (Rotating handle = Rotating.of(material(server, root), with -> with.clientAuth(ClientAuth.REQUIRE));
                LiveSslContext context = NettyTls.server(handle.tls())
                        .engine(NettyEngine.OPENSSL)
                        .build();
                Stranger stranger = Stranger.of(Way.TLS13_JDK, true, root, strange);
                Conversation conversation = new Conversation(
                        stranger.newEnd(), new ChannelEnd(context.newHandler(ByteBufAllocator.DEFAULT)))) {
            assertThat(conversation.finish()).asString().contains("unknown_ca");
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void optionalClientAuthLetsNoCertificateInButNoUntrustedOne(NettyEngine engine, String protocol)
            throws IOException {
        IssuedCertificate strange = CertificateAuthority.create("Other CA").issue();
        try (Rotating handle = Rotating.of(material(server, root), with -> with.clientAuth(ClientAuth.OPTIONAL));
                EchoServer echo = serving(handle.tls(), engine);
                Client anonymous = JdkClient.of(root, null, protocol);
                Client stranger = JdkClient.of(root, strange, protocol);
                Client known = JdkClient.of(root, alice, protocol)) {
            anonymous.connect(echo.port()).close();
            assertThatThrownBy(() -> stranger.connect(echo.port())).isInstanceOf(IOException.class);
            known.connect(echo.port()).close();
        }
    }

    /** By a loud choice alone, with trust or without any; the server isn't the one that was asked for. */
    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void aClientWithoutServerVerificationTakesAnyServer(NettyEngine engine, String protocol) throws IOException {
        IssuedCertificate strange = CertificateAuthority.create("Other CA")
                .issue(leaf -> leaf.noNames().dns("elsewhere.example"));
        try (Rotating serverTls = Rotating.of(material(strange));
                EchoServer echo = serving(serverTls.tls(), engine);
                Rotating trusting = Rotating.of(
                        material(alice, root), with -> with.protocols(protocol).withoutServerVerification());
                Rotating blind = Rotating.of(
                        material(alice), with -> with.protocols(protocol).withoutServerVerification());
                Client first = live(trusting.tls(), engine);
                Client second = live(blind.tls(), engine)) {
            first.connect("localhost", echo.port()).close();
            second.connect("localhost", echo.port()).close();
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndProtocols")
    void aClientChecksTheHostAndTheChain(NettyEngine engine, String protocol) throws IOException {
        CertificateAuthority otherRoot = CertificateAuthority.create("Other CA");
        try (Rotating serverTls = Rotating.of(material(server));
                EchoServer echo = serving(serverTls.tls(), engine);
                Rotating clientTls = Rotating.of(material(null, root), with -> with.protocols(protocol));
                Rotating distrusting = Rotating.of(material(null, otherRoot), with -> with.protocols(protocol));
                Client client = live(clientTls.tls(), engine);
                Client distrustful = live(distrusting.tls(), engine)) {
            client.connect("localhost", echo.port()).close();
            client.connect("127.0.0.1", echo.port()).close();

            assertThatThrownBy(() -> client.connect("wrong.example.org", echo.port()))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("wrong.example.org");
            assertThatThrownBy(() -> distrustful.connect("localhost", echo.port()))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void aClientThatWasNotToldTheHostRefusesEveryServer(NettyEngine engine) throws IOException {
        try (Rotating serverTls = Rotating.of(material(server));
                EchoServer echo = serving(serverTls.tls(), engine);
                Rotating clientTls = Rotating.of(material(null, root));
                NettyClient client = live(clientTls.tls(), engine).withoutHost()) {
            assertThatThrownBy(() -> client.connect(echo.port())).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void aClientPresentsItsIdentity(NettyEngine engine) throws Exception {
        try (Rotating serverTls = Rotating.of(material(server, root), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer echo = serving(serverTls.tls(), engine);
                Rotating clientTls = Rotating.of(material(alice, root));
                Client client = live(clientTls.tls(), engine);
                Connection connection = client.connect(echo.port())) {
            assertThat(connection.serverCertificate()).isEqualTo(server.certificate());
            assertThat(echo.nextPeerCertificate()).isEqualTo(alice.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void alpnAgreesOnTheFirstCommonProtocolOrOnNone(NettyEngine engine) throws IOException {
        try (Rotating serverTls = Rotating.of(material(server));
                EchoServer echo = EchoServer.of(NettyTls.server(serverTls.tls())
                        .engine(engine)
                        .applicationProtocols("h2", "http/1.1")
                        .build());
                Rotating clientTls = Rotating.of(material(null, root));
                Client both = NettyClient.over(NettyTls.client(clientTls.tls())
                        .engine(engine)
                        .applicationProtocols("http/1.1", "h2")
                        .build());
                Client none = live(clientTls.tls(), engine);
                Client java =
                        JdkClient.of(root, null, with -> with.setApplicationProtocols(new String[] {"http/1.1"}))) {
            try (Connection connection = both.connect(echo.port())) {
                assertThat(connection.applicationProtocol()).isEqualTo("h2");
            }
            try (Connection connection = java.connect(echo.port())) {
                assertThat(connection.applicationProtocol()).isEqualTo("http/1.1");
            }
            try (Connection connection = none.connect(echo.port())) {
                assertThat(connection.applicationProtocol()).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void onlyTheProtocolsAndCipherSuitesOfTheHandleAreSpoken(NettyEngine engine) throws IOException {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        try (Rotating handle = Rotating.of(
                        material(server), with -> with.protocols("TLSv1.2").cipherSuites(suite));
                EchoServer echo = serving(handle.tls(), engine);
                Client tls12 = JdkClient.of(root, null, "TLSv1.2");
                Client tls13 = JdkClient.of(root, null, "TLSv1.3");
                Client otherSuite = JdkClient.of(root, null, with -> {
                    with.setProtocols(new String[] {"TLSv1.2"});
                    with.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
                })) {
            try (Connection connection = tls12.connect(echo.port())) {
                assertThat(connection.cipherSuite()).isEqualTo(suite);
            }
            assertThatThrownBy(() -> tls13.connect(echo.port())).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> otherSuite.connect(echo.port())).isInstanceOf(IOException.class);
        }
    }

    /** A client and a server with one group each: they meet in it or not at all. */
    @ParameterizedTest
    @MethodSource("enginesWithGroups")
    void onlyTheGroupsThatWereSetAreUsed(NettyEngine engine) throws IOException {
        try (Rotating serverTls = Rotating.of(material(server));
                EchoServer echo = EchoServer.of(NettyTls.server(serverTls.tls())
                        .engine(engine)
                        .groups("secp384r1")
                        .build());
                Rotating clientTls = Rotating.of(material(null, root));
                Client same = NettyClient.over(NettyTls.client(clientTls.tls())
                        .engine(engine)
                        .groups("X25519", "SECP384R1")
                        .build());
                Client other = NettyClient.over(NettyTls.client(clientTls.tls())
                        .engine(engine)
                        .groups("x25519")
                        .build())) {
            same.connect(echo.port()).close();
            assertThatThrownBy(() -> other.connect(echo.port())).isInstanceOf(IOException.class);
        }
    }

    static Stream<NettyEngine> enginesWithGroups() {
        return JdkGroups.areSupported()
                ? Stream.of(NettyEngine.OPENSSL, NettyEngine.JDK)
                : Stream.of(NettyEngine.OPENSSL);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RSA_PSS_2048", "ED25519", "ED448", "DSA_2048"},
            mode = Mode.EXCLUDE)
    void boringSslServesWithRsaAndEcKeys(KeyAlgorithm algorithm) throws IOException {
        IssuedCertificate identity = root.issue(leaf -> leaf.key(algorithm));
        try (Rotating handle = Rotating.of(material(identity));
                EchoServer echo = serving(handle.tls(), NettyEngine.OPENSSL);
                Client tls12 = JdkClient.of(root, null, "TLSv1.2");
                Client tls13 = JdkClient.of(root, null, "TLSv1.3")) {
            tls12.connect(echo.port()).close();
            tls13.connect(echo.port()).close();
        }
    }

    /** BoringSSL's limits, which no setting of Netty's moves: if one falls, {@link NettyEngine} says less. */
    @ParameterizedTest
    @CsvSource({
        "EC_P256, true",
        "EC_P384, true",
        "EC_P521, false",
        "RSA_2048, true",
        "RSA_PSS_2048, false",
        "ED25519, false",
        "ED448, false",
    })
    void boringSslChecksPeersWithRsaAndTheTwoSmallerEcKeys(KeyAlgorithm algorithm, boolean known) throws IOException {
        IssuedCertificate peer = root.issue(leaf -> leaf.key(algorithm));
        try (Rotating handle = Rotating.of(material(server, root), with -> with.clientAuth(ClientAuth.REQUIRE));
                EchoServer echo = serving(handle.tls(), NettyEngine.OPENSSL);
                Client client = JdkClient.of(root, peer, "TLSv1.3")) {
            assertThat(gets(client, echo)).as("as a client").isEqualTo(known);
        }
        try (Rotating serverTls = Rotating.of(material(peer));
                EchoServer echo = serving(serverTls.tls(), NettyEngine.JDK);
                Rotating clientTls = Rotating.of(material(null, root));
                Client client = live(clientTls.tls(), NettyEngine.OPENSSL)) {
            assertThat(gets(client, echo)).as("as a server").isEqualTo(known);
        }
    }

    private static boolean gets(Client client, EchoServer echo) {
        try (Connection connection = client.connect(echo.port())) {
            return !connection.protocol().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"RSA_PSS_2048", "ED25519", "ED448"})
    void autoServesOtherKeysWithTheJdksEngine(KeyAlgorithm algorithm) throws IOException {
        IssuedCertificate identity = root.issue(leaf -> leaf.key(algorithm));
        try (Rotating handle = Rotating.of(material(identity));
                EchoServer echo = serving(handle.tls(), NettyEngine.AUTO);
                Client client = JdkClient.of(root, null, "TLSv1.3");
                Connection connection = client.connect(echo.port())) {
            assertThat(connection.serverCertificate()).isEqualTo(identity.certificate());
        }
    }
}
