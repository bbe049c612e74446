package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.impl.nio.NioParams;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The client's setters in every order that makes a factory say TLS and connect in plaintext. */
class PlaintextTrapTest {
    private static final String REFUSAL = "rabbit: the connection isn't one of this handle, and may be plaintext, so"
            + " nothing was logged in with. The ConnectionFactory was changed after AmqpTls.apply(...), or had connected"
            + " before it. Call AmqpTls.apply last, on a factory that has made no connection";

    private final CertificateAuthority servers = CertificateAuthority.create("Servers");
    private final CertificateAuthority clients = CertificateAuthority.create("Clients");
    private final IssuedCertificate server = servers.issue(leaf -> leaf.dns("localhost"));
    private final IssuedCertificate client =
            clients.issue(leaf -> leaf.commonName("app").clientAuth());

    @TempDir
    private Path temporary;

    private QpidBroker broker;
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        broker = QpidBroker.with(server, clients);
        scene = new Scene(temporary.resolve("secret"), client, "TLSv1.3", servers);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    /** Something that a program may do to a factory. */
    interface Change {
        void of(ConnectionFactory factory) throws Exception;
    }

    record Named(String name, Change change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Named> SWITCHES = List.of(
            new Named("nothing", factory -> {}),
            new Named("useBlockingIo()", Io.BLOCKING::use),
            new Named("useNio()", Io.NIO::use),
            new Named("netty()", Io.NETTY::use),
            new Named("netty(), useBlockingIo()", factory -> {
                Io.NETTY.use(factory);
                Io.BLOCKING.use(factory);
            }),
            new Named("netty(), useNio()", factory -> {
                Io.NETTY.use(factory);
                Io.NIO.use(factory);
            }));

    private static final List<Named> BEFORE = List.of(
            new Named("useSslProtocol()", ConnectionFactory::useSslProtocol),
            new Named("useSslProtocol(context)", factory -> factory.useSslProtocol(SSLContext.getDefault())),
            new Named("useTlsWithNoVerification()", ConnectionFactory::useTlsWithNoVerification),
            new Named("setSslContextFactory", factory -> factory.setSslContextFactory(name -> defaultContext())),
            new Named(
                    "netty().useTlsWithNoVerification()",
                    factory -> factory.netty().useTlsWithNoVerification()));

    static Stream<Arguments> ordersWithoutHarm() {
        List<Arguments> orders = new ArrayList<>();
        for (Named before : SWITCHES) {
            SWITCHES.forEach(after -> orders.add(Arguments.of(before, after)));
        }
        for (Named before : BEFORE) {
            SWITCHES.forEach(after -> orders.add(Arguments.of(before, after)));
        }
        return orders.stream();
    }

    @ParameterizedTest(name = "{0}, apply, {1}")
    @MethodSource("ordersWithoutHarm")
    void allIoIsTlsOfTheHandleWhateverWasSetBeforeAndWhicheverIsChosenAfter(Named before, Named after)
            throws Exception {
        ConnectionFactory factory = Scene.plain(broker.port(), Io.BLOCKING);
        before.change().of(factory);
        AmqpTls.apply(scene.tls(), factory);
        after.change().of(factory);
        // Even if what the adapter put there to check is replaced.
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        try (Connection connection = factory.newConnection()) {
            assertThat(connection.isOpen()).isTrue();
            assertThat(broker.peers()).containsExactly("CN=app");
        }
    }

    @Test
    void theTrapsAreReal() throws Exception {
        List<Named> traps = List.of(
                new Named("netty(), setSslContextFactory", factory -> {
                    factory.netty();
                    factory.setSslContextFactory(name -> defaultContext());
                }),
                new Named("useSslProtocol(), netty()", factory -> {
                    factory.useSslProtocol();
                    factory.netty();
                }),
                new Named("setSslContextFactory, setSocketFactory", factory -> {
                    factory.setSslContextFactory(name -> defaultContext());
                    factory.setSocketFactory(SocketFactory.getDefault());
                }),
                new Named("a connection, setSslContextFactory", factory -> {
                    Io.NIO.use(factory);
                    factory.newConnection().close();
                    factory.setSslContextFactory(name -> defaultContext());
                }));
        for (Named trap : traps) {
            ConnectionFactory factory = Scene.plain(broker.plaintextPort(), Io.BLOCKING);
            trap.change().of(factory);
            assertThat(factory.isSSL()).as(trap.name()).isTrue();
            broker.awaitNoPlaintextConnection();
            try (Connection connection = factory.newConnection()) {
                assertThat(connection.isOpen()).isTrue();
                assertThat(broker.plaintextLogins()).as(trap.name()).isOne();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatSpeaksNoTlsLearnsNothing(Io io) {
        ConnectionFactory factory = scene.factory(broker, io);
        factory.setSaslConfig(DefaultSaslConfig.PLAIN);
        factory.setPort(broker.plaintextPort());
        factory.setHandshakeTimeout(2_000);
        assertThat(Told.of(factory)).isNotEmpty();
        assertThat(broker.plaintextLogins()).isZero();
    }

    static Stream<Named> overrides() {
        return Stream.of(
                new Named("netty().sslContext(null)", factory -> factory.netty().sslContextFactory(null)),
                new Named(
                        "netty().sslContextFactory(none)",
                        factory -> factory.netty().sslContextFactory(name -> null)));
    }

    @ParameterizedTest(name = "apply, {0}")
    @MethodSource("overrides")
    void aFactoryThatIsMadePlaintextAfterwardsDoesNotLogIn(Named override) throws Exception {
        ConnectionFactory factory = Scene.plain(broker.plaintextPort(), Io.BLOCKING);
        AmqpTls.apply(scene.tls(), factory);
        override.change().of(factory);
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage(REFUSAL);
        assertThat(broker.plaintextLogins()).isZero();
        broker.awaitNoPlaintextConnection();
    }

    @Test
    void aPlainSocketFactoryIsRefusedBeforeAndAfter() {
        ConnectionFactory before = Scene.plain(broker.plaintextPort(), Io.BLOCKING);
        before.setSocketFactory(SocketFactory.getDefault());
        assertThatThrownBy(() -> AmqpTls.apply(scene.tls(), before))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "setSocketFactory(javax.net.DefaultSocketFactory) and TLS contradict: the client uses such sockets"
                                + " as they are, in plaintext. Leave it out, and set what they are for by"
                                + " setSocketConfigurator(...)");

        ConnectionFactory after = Scene.plain(broker.plaintextPort(), Io.BLOCKING);
        AmqpTls.apply(scene.tls(), after);
        after.setSocketFactory(SocketFactory.getDefault());
        after.setSaslConfig(DefaultSaslConfig.PLAIN);
        assertThatThrownBy(after::newConnection)
                .isInstanceOf(SSLException.class)
                .hasMessage("setSocketFactory(...) after AmqpTls.apply(...) makes plaintext. Remove it");
        assertThat(broker.plaintextLogins()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("deprecation") // NIO is the client's business
    void tlsThatIsNotOfTheHandleDoesNotLogInEither(Io io) throws Exception {
        ConnectionFactory factory = scene.factory(broker, io);
        SSLContext other = client.sslContext(servers);
        factory.useSslProtocol(other);
        // By itself the client's NIO can't do TLS 1.3 with this broker.
        NioParams older = new NioParams();
        older.setSslEngineConfigurator(engine -> engine.setEnabledProtocols(new String[] {"TLSv1.2"}));
        factory.setNioParams(older);
        if (io == Io.NETTY) {
            factory.netty()
                    .sslContext(SslContextBuilder.forClient()
                            .keyManager(client.privateKey(), client.certificate())
                            .trustManager(servers.certificate())
                            .build());
        }
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage(REFUSAL);
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "NETTY"})
    void aFactoryThatHasConnectedAndGoesOnAsItDidIsRefused(Io io) throws Exception {
        ConnectionFactory factory = Scene.plain(broker.plaintextPort(), io);
        factory.newConnection().close();
        assertThatThrownBy(() -> AmqpTls.apply(scene.tls(), factory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this ConnectionFactory has connected by NIO or Netty already, and goes on as it did then,"
                        + " whatever is set now. Call AmqpTls.apply(...) before its first connection, or on a new"
                        + " ConnectionFactory");

        // The same, hidden at the time of the call.
        factory.useBlockingIo();
        AmqpTls.apply(scene.tls(), factory);
        io.use(factory);
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage(REFUSAL);
        broker.awaitNoPlaintextConnection();
    }

    @Test
    void aFactoryThatHasConnectedByBlockingIoIsTlsFromThenOn() throws Exception {
        ConnectionFactory factory = Scene.plain(broker.plaintextPort(), Io.BLOCKING);
        factory.newConnection().close();
        broker.awaitNoPlaintextConnection();
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        factory.setPort(broker.port());
        AmqpTls.apply(scene.tls(), factory);
        assertConnectsByTls(factory);
    }

    @Test
    void aUriAndPropertiesDoNotTakeTlsAway() throws Exception {
        ConnectionFactory factory = scene.factory(broker, Io.BLOCKING);
        factory.setUri("amqps://localhost:" + broker.port());
        assertConnectsByTls(factory);
        factory.setUri("amqp://localhost:" + broker.port());
        assertConnectsByTls(factory);
        factory.load(Map.of("rabbitmq.port", String.valueOf(broker.port()), "rabbitmq.nio.enabled", "true"));
        assertConnectsByTls(factory);
    }

    @Test
    void applyingAgainTakesThePlaceOfTheHandleBefore() throws Exception {
        CertificateAuthority strangers = CertificateAuthority.create("Strangers");
        try (Scene earlier = new Scene(temporary.resolve("earlier"), strangers.issue(), "TLSv1.3", strangers)) {
            for (Io io : Io.values()) {
                ConnectionFactory factory = earlier.factory(broker, io);
                AmqpTls.apply(scene.tls(), factory);
                factory.newConnection().close();
            }
        }
    }

    private void assertConnectsByTls(ConnectionFactory factory) throws Exception {
        try (Connection connection = factory.newConnection()) {
            assertThat(connection.isOpen()).isTrue();
            assertThat(broker.plaintextLogins()).isZero();
        }
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
