package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs and frameworks do with sockets, done with those of a live context. */
@ParameterizedClass
@EnumSource
class LateBoundSocketTest {
    private final Jsse jsse;
    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final Rotating server;
    private final Rotating client;
    private final SSLSocketFactory sockets;

    LateBoundSocketTest(Jsse jsse) {
        this.jsse = jsse;
        this.server = new Rotating(jsse, ClientAuth.NONE, ca.issue());
        this.client = new Rotating(jsse, ClientAuth.NONE, ca.issue(), ca);
        this.sockets = client.tls().sslContext().getSocketFactory();
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    /** STARTTLS: a socket that a server puts over an accepted one. It needs no trust, as no server does. */
    @Test
    void aServerMayPutTlsOverAConnectionThatBeganWithoutIt() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                EchoOnce connection = new EchoOnce(plain, new TestClient(ca, null), "TLSv1.3")) {
            Socket accepted = connection.accepted();
            try (SSLSocket tls = (SSLSocket) server.tls()
                    .sslContext()
                    .getSocketFactory()
                    .createSocket(accepted, "client", accepted.getPort(), true)) {
                tls.setUseClientMode(false);
                assertThat(connection.serve(tls).protocol()).isEqualTo("TLSv1.3");
            }
            assertThat(accepted.isClosed()).isTrue();
        }
    }

    @Test
    void aServerMayReadAheadBeforeItDecidesForTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                EchoOnce connection = new EchoOnce(plain, new TestClient(ca, null), "TLSv1.3")) {
            byte[] first = {(byte) connection.accepted().getInputStream().read()};
            if (jsse == Jsse.CONSCRYPT) {
                assertThatThrownBy(() -> server.tls()
                                .sslContext()
                                .getSocketFactory()
                                .createSocket(connection.accepted(), new ByteArrayInputStream(first), true))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage(
                                "Conscrypt takes no connection of which something was read already: leave it unread,"
                                        + " use an engine, or leave the JSSE provider out");
                return;
            }
            try (Socket tls = server.tls()
                    .sslContext()
                    .getSocketFactory()
                    .createSocket(connection.accepted(), new ByteArrayInputStream(first), true)) {
                assertThat(connection.serve(tls).protocol()).isEqualTo("TLSv1.3");
            }
        }
    }

    /** A server's alert may get lost with the connection: its refusal of a certificate comes after the client's handshake. */
    @Test
    void aClientWhoseConnectionBreaksBeforeAnyAnswerHearsWhatItHasShown() throws Exception {
        try (LiveTls anonymous = jsse.in(LiveTls.builder())
                .trustCertificates(List.of(ca.certificate()))
                .build()) {
            assertThat(brokenConnection(anonymous))
                    .hasMessageStartingWith("the server ended the connection before it answered anything (")
                    .hasMessageContaining(
                            "). If it asks for client certificates, it may have refused this client: it was"
                                    + " shown no certificate. Its log says why; an identity of a CA that it trusts has to be in this"
                                    + " client's handle");
        }
        assertThat(brokenConnection(client.tls())).hasMessageContaining("it was shown CN=localhost, serial ");
    }

    /** What writing throws to a server that hangs up rudely after the handshake. */
    private Throwable brokenConnection(LiveTls by) throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SSLSocket socket = (SSLSocket)
                        by.sslContext().getSocketFactory().createSocket(plain.getInetAddress(), plain.getLocalPort())) {
            Socket accepted = plain.accept();
            SSLSocket tls = (SSLSocket) client.tls()
                    .sslContext()
                    .getSocketFactory()
                    .createSocket(accepted, "client", accepted.getPort(), false);
            tls.setUseClientMode(false);
            tls.setWantClientAuth(true);
            CompletableFuture<Void> handshake = CompletableFuture.runAsync(() -> shakeHands(tls));
            socket.startHandshake();
            handshake.join();
            accepted.setSoLinger(true, 0);
            accepted.close();
            return catchThrowable(() -> {
                while (true) {
                    socket.getOutputStream().write(new byte[1024]);
                }
            });
        }
    }

    private static void shakeHands(SSLSocket socket) {
        try {
            socket.startHandshake();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theNameThatAClientConnectedToIsSentAndChecked() throws Exception {
        try (SSLServerSocket listening = listening()) {
            int port = listening.getLocalPort();
            InetAddress localhost = InetAddress.getByName("localhost");
            List<Callable<Socket>> ways = List.of(
                    () -> sockets.createSocket("localhost", port),
                    () -> sockets.createSocket("localhost", port, localhost, 0),
                    () -> sockets.createSocket(new Socket(localhost, port), "localhost", port, true),
                    () -> {
                        Socket later = sockets.createSocket();
                        later.connect(new InetSocketAddress("localhost", port));
                        return later;
                    });
            for (Callable<Socket> way : ways) {
                try (SSLSocket tls = checkingNames(way.call())) {
                    assertThat(namesSeenBy(listening, tls)).containsExactly("localhost");
                }
            }
            server.change(ca.issue(leaf -> leaf.noNames().dns("elsewhere.example")));
            // Or it would resume, and the server show no certificate.
            client.change(ca.issue(), ca);
            try (SSLSocket tls = checkingNames(sockets.createSocket(localhost, port))) {
                CompletableFuture<Void> serving = echo(listening);
                assertThatThrownBy(tls::startHandshake).isInstanceOf(SSLHandshakeException.class);
                assertThat(serving.handle((done, refused) -> "ended").get(1, TimeUnit.MINUTES))
                        .isEqualTo("ended");
            }
        }
    }

    @Test
    void sessionProtocolAndListenersAreThoseOfTheConnection() throws Exception {
        try (SSLServerSocket listening = listening();
                SSLSocket tls = (SSLSocket) sockets.createSocket("localhost", listening.getLocalPort())) {
            BlockingQueue<Socket> told = new LinkedBlockingQueue<>();
            tls.addHandshakeCompletedListener(event -> told.add(event.getSocket()));
            SSLParameters wanted = tls.getSSLParameters();
            wanted.setApplicationProtocols(new String[] {"one", "two"});
            tls.setSSLParameters(wanted);
            CompletableFuture<SSLSocket> accepted = CompletableFuture.supplyAsync(() -> {
                try {
                    SSLSocket socket = (SSLSocket) listening.accept();
                    socket.setHandshakeApplicationProtocolSelector((self, offered) -> self == socket ? "two" : null);
                    socket.startHandshake();
                    return socket;
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(tls.getSession().getProtocol())
                    .as("shakes hands by itself")
                    .isEqualTo("TLSv1.3");
            assertThat(tls.getApplicationProtocol()).isEqualTo("two");
            assertThat(told.poll(1, TimeUnit.MINUTES)).isSameAs(tls);
            accepted.get(1, TimeUnit.MINUTES).close();
            assertThat(tls.getInputStream().read()).isEqualTo(-1);
            assertThat(tls.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void eachDirectionCanBeClosedByItself() throws Exception {
        try (SSLServerSocket listening = listening();
                SSLSocket tls = (SSLSocket) sockets.createSocket("localhost", listening.getLocalPort())) {
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                try (Socket socket = listening.accept()) {
                    byte[] all = socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write(all);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            tls.getOutputStream().write(new byte[] {'h', 'i'});
            tls.shutdownOutput();
            assertThat(tls.isOutputShutdown()).isTrue();
            assertThat(tls.getInputStream().readAllBytes()).asString().isEqualTo("hi");
            serving.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void timeoutsAndCloseAreThoseOfTheSocketBelow() throws Exception {
        try (SSLServerSocket listening = listening()) {
            listening.setSoTimeout(1);
            assertThatThrownBy(listening::accept).isInstanceOf(SocketTimeoutException.class);
            listening.setSoTimeout(0);
            SSLSocket silent = (SSLSocket) sockets.createSocket("localhost", listening.getLocalPort());
            silent.setSoTimeout(1);
            assertThat(silent.getSoTimeout()).isEqualTo(1);
            assertThatThrownBy(() -> silent.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            silent.close();
            assertThat(silent.isClosed()).isTrue();
            assertThatThrownBy(silent::getInputStream).isInstanceOf(SocketException.class);
            assertThatThrownBy(silent::startHandshake).isInstanceOf(SocketException.class);
            assertThat(silent.getSession().getProtocol()).isEqualTo("NONE");
        }
        Socket unconnected = sockets.createSocket();
        assertThatThrownBy(unconnected::getInputStream).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> sockets.createSocket(new Socket(), "localhost", 1, true))
                .isInstanceOf(SocketException.class);
        unconnected.close();
        assertThat(unconnected.isClosed()).isTrue();
    }

    @Test
    void aSocketPresentsWhatIsCurrentWhenItShakesHands() throws Exception {
        try (Rotating asking = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca);
                SSLServerSocket listening = (SSLServerSocket)
                        asking.tls().sslContext().getServerSocketFactory().createServerSocket(0);
                SSLSocket early = (SSLSocket) sockets.createSocket("localhost", listening.getLocalPort())) {
            IssuedCertificate renewed = ca.issue(leaf -> leaf.commonName("renewed"));
            client.change(renewed, ca);
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    return socket.getSession().getPeerPrincipal().getName();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            early.startHandshake();
            assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo("CN=renewed");
        }
    }

    private SSLServerSocket listening() throws IOException {
        return (SSLServerSocket) server.tls()
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("localhost"));
    }

    private static SSLSocket checkingNames(Socket socket) {
        SSLSocket tls = (SSLSocket) socket;
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        // A name without a dot isn't sent by itself.
        parameters.setServerNames(List.of(new SNIHostName("localhost")));
        tls.setSSLParameters(parameters);
        return tls;
    }

    private static List<String> namesSeenBy(SSLServerSocket listening, SSLSocket client) throws Exception {
        CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> {
            try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                accepted.getOutputStream().write(accepted.getInputStream().read());
                return ((ExtendedSSLSession) accepted.getSession())
                        .getRequestedServerNames().stream()
                                .map(name -> ((SNIHostName) name).getAsciiName())
                                .toList();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        client.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
        return seen.get(1, TimeUnit.MINUTES);
    }

    private static CompletableFuture<Void> echo(SSLServerSocket listening) {
        return CompletableFuture.runAsync(() -> {
            try (Socket accepted = listening.accept()) {
                accepted.getOutputStream().write(accepted.getInputStream().read());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }
}
