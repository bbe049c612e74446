package io.livetls.examples.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.config.TlsEnvironment;
import io.livetls.material.MaterialException;
import io.livetls.netty.NettyTls;
import io.livetls.netty.SniTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a client outside through the proxy to a service inside that sends back what it gets. */
class ProxyTest {
    private static final String HOST = "gateway.example.org";
    private static final int DEADLINE_MILLIS = 60_000;

    @TempDir
    private Path temporary;

    private final CertificateAuthority outsideCa = CertificateAuthority.create("Outside CA");
    private final CertificateAuthority insideCa = CertificateAuthority.create("Inside CA");
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private SecretVolume outside;
    private SecretVolume inside;
    private SSLServerSocket service;

    @BeforeEach
    void start() throws IOException {
        outside = SecretVolume.create(temporary.resolve("outside"));
        outside.update(outsideCa.issue(leaf -> leaf.dns(HOST)), outsideCa);
        inside = SecretVolume.create(temporary.resolve("inside"));
        inside.update(insideCa.issue(), insideCa);
        service = (SSLServerSocket) insideCa.issue()
                .sslContext(insideCa)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        service.setNeedClientAuth(true);
        Thread serving = new Thread(this::echo, "service");
        serving.setDaemon(true);
        serving.start();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        outside.close();
        inside.close();
    }

    private void echo() {
        while (!service.isClosed()) {
            try {
                Socket connection = service.accept();
                Thread thread = new Thread(
                        () -> {
                            try (connection) {
                                connection.getInputStream().transferTo(connection.getOutputStream());
                            } catch (IOException e) {
                                // the proxy was refused, or is gone
                            }
                        },
                        "connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // closed
            }
        }
    }

    private Map<String, String> mounted() {
        return Map.of(
                "MM_TLS_OUTSIDE__SECRET_DIR", outside.path().toString(),
                "MM_TLS_OUTSIDE__CLIENT_AUTH", "REQUIRE",
                "MM_TLS_INSIDE__SECRET_DIR", inside.path().toString());
    }

    private final class Running implements AutoCloseable {
        private final LiveTls server;
        private final LiveTls client;
        private final Channel listening;

        Running(Map<String, String> variables, boolean strict) throws InterruptedException {
            TlsEnvironment environment = TlsEnvironment.of(variables);
            server = LiveTls.builder(environment.channel("outside")).build();
            client = LiveTls.builder(environment.channel("inside")).build();
            SniTls names = Proxy.names(server, HOST, strict);
            listening = Proxy.serve(
                    loops,
                    0,
                    names,
                    new Proxy.Service("localhost", service.getLocalPort(), NettyTls.clientContext(client)));
        }

        /** A client that asks for a host and checks it. */
        SSLSocket connect(IssuedCertificate identity, CertificateAuthority trusted, String host) throws IOException {
            int port = ((InetSocketAddress) listening.localAddress()).getPort();
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
            plain.setSoTimeout(DEADLINE_MILLIS);
            SSLSocket socket =
                    (SSLSocket) identity.sslContext(trusted).getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(host.equals(HOST) ? "HTTPS" : null);
            socket.setSSLParameters(parameters);
            return socket;
        }

        String say(IssuedCertificate identity, CertificateAuthority trusted, String host) throws IOException {
            try (SSLSocket socket = connect(identity, trusted, host)) {
                return ProxyTest.say(socket, "hello");
            }
        }

        @Override
        public void close() {
            listening.close().syncUninterruptibly();
            server.close();
            client.close();
        }
    }

    private static String say(SSLSocket socket, String word) throws IOException {
        byte[] said = word.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(said);
        return new String(socket.getInputStream().readNBytes(said.length), StandardCharsets.UTF_8);
    }

    @Test
    void passesOnWhatIsSaidInBothDirections() throws Exception {
        try (Running proxy = new Running(mounted(), true)) {
            assertThat(proxy.say(outsideCa.issue(), outsideCa, HOST)).isEqualTo("hello");
        }
    }

    @Test
    void takesABase64SecretFromVariables() throws Exception {
        IssuedCertificate pair = outsideCa.issue(leaf -> leaf.dns(HOST));
        Map<String, String> variables = Map.of(
                "MM_TLS_OUTSIDE__KEY_CERT", base64(pair.certificatePem()),
                "MM_TLS_OUTSIDE__PRIVATE_KEY", base64(pair.privateKeyPem()),
                "MM_TLS_OUTSIDE__TRUST_CERT", base64(outsideCa.certificatePem()),
                "MM_TLS_OUTSIDE__CLIENT_AUTH", "REQUIRE",
                "MM_TLS_INSIDE__SECRET_DIR", inside.path().toString());
        try (Running proxy = new Running(variables, true)) {
            assertThat(proxy.say(outsideCa.issue(), outsideCa, HOST)).isEqualTo("hello");
        }
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> checked() {
        Map<String, String> variables = new HashMap<>(mounted());
        variables.put("MM_TLS_OUTSIDE__EXPECT_HOSTS", HOST);
        variables.put("MM_TLS_OUTSIDE__CHECKS", "hosts,issuer");
        return variables;
    }

    @Test
    void doesNotStartWithACertificateOfAnotherHostOrAnotherCa() throws Exception {
        outside.update(outsideCa.issue(leaf -> leaf.dns("other.example.org")), outsideCa);
        assertThatThrownBy(() -> new Running(checked(), true))
                .isInstanceOf(MaterialException.class)
                .hasMessageContaining(HOST);
        outside.update(CertificateAuthority.create("Strange CA").issue(leaf -> leaf.dns(HOST)), outsideCa);
        assertThatThrownBy(() -> new Running(checked(), true))
                .isInstanceOf(MaterialException.class)
                .hasMessageContaining("Strange CA");
    }

    @Test
    void keepsTheCertificateThatCoversItsHostIfTheNextOneDoesNot() throws Exception {
        outside.update(outsideCa.issue(leaf -> leaf.dns("*.example.org")), outsideCa);
        try (Running proxy = new Running(checked(), true)) {
            outside.update(outsideCa.issue(leaf -> leaf.dns("other.example.org")), outsideCa);
            assertThat(proxy.server.reload()).isInstanceOf(ReloadResult.Failed.class);
            assertThat(proxy.say(outsideCa.issue(), outsideCa, HOST)).isEqualTo("hello");
        }
    }

    @Test
    void muchIsPassedOnWholeAndInOrder() throws Exception {
        byte[] much = new byte[4 << 20];
        new Random(1).nextBytes(much);
        try (Running proxy = new Running(mounted(), true);
                SSLSocket socket = proxy.connect(outsideCa.issue(), outsideCa, HOST)) {
            socket.startHandshake();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(much);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            byte[] back = socket.getInputStream().readNBytes(much.length);
            writing.join();
            assertThat(Arrays.equals(back, much)).isTrue();
        }
    }

    @Test
    void aClientWithoutATrustedCertificateIsRefused() throws Exception {
        try (Running proxy = new Running(mounted(), true)) {
            assertThatThrownBy(() -> assertThat(proxy.say(insideCa.issue(), outsideCa, HOST))
                            .isEqualTo("hello"))
                    .isInstanceOfAny(IOException.class, AssertionError.class);
        }
    }

    @Test
    void anotherHostIsRefusedWhereSniIsStrictAndServedWhereItIsNot() throws Exception {
        try (Running proxy = new Running(mounted(), true)) {
            assertThatThrownBy(() -> proxy.say(outsideCa.issue(), outsideCa, "other.example.org"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("unrecognized_name");
        }
        try (Running proxy = new Running(mounted(), false)) {
            assertThat(proxy.say(outsideCa.issue(), outsideCa, "other.example.org"))
                    .isEqualTo("hello");
        }
    }

    @Test
    void clientsAreLetGoIfTheServiceIsNotTrusted() throws Exception {
        inside.update(insideCa.issue(), CertificateAuthority.create("Wrong CA"));
        try (Running proxy = new Running(mounted(), true)) {
            assertThat(proxy.say(outsideCa.issue(), outsideCa, HOST)).isEmpty();
        }
    }

    @Test
    void bothSidesAreRotatedWhileItRunsAndOpenConnectionsGoOn() throws Exception {
        CertificateAuthority newCa = CertificateAuthority.create("New outside CA");
        try (Running proxy = new Running(mounted(), true);
                SSLSocket open = proxy.connect(outsideCa.issue(), outsideCa, HOST)) {
            assertThat(say(open, "before")).isEqualTo("before");
            outside.update(newCa.issue(leaf -> leaf.dns(HOST)), newCa);
            inside.update(insideCa.issue(leaf -> leaf.commonName("renewed proxy")), insideCa);
            for (LiveTls tls : new LiveTls[] {proxy.server, proxy.client}) {
                assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
                assertThat(tls.current().generation()).isEqualTo(2);
            }
            assertThat(proxy.say(newCa.issue(), newCa, HOST)).isEqualTo("hello");
            assertThat(say(open, "after")).isEqualTo("after");
            assertThatThrownBy(() -> proxy.say(outsideCa.issue(), outsideCa, HOST))
                    .isInstanceOf(IOException.class);
        }
    }
}
