package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.livetls.ClientAuth;
import io.livetls.testing.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's own HTTPS server and client, each made once, through changes of everything. */
@ParameterizedClass
@EnumSource
class HttpsTest {
    private final Jsse jsse;
    private final CertificateAuthority oldCa = CertificateAuthority.create("Old CA");
    private final CertificateAuthority newCa = CertificateAuthority.create("New CA");
    private final Rotating server;
    private final Rotating client;
    private final HttpsServer https;

    HttpsTest(Jsse jsse) throws IOException {
        this.jsse = jsse;
        this.server = new Rotating(jsse, ClientAuth.REQUIRE, oldCa.issue(), oldCa);
        this.client = new Rotating(jsse, ClientAuth.NONE, oldCa.issue(), oldCa);
        https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        https.setHttpsConfigurator(new HttpsConfigurator(server.tls().sslContext()));
        https.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Connection", "close");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        https.start();
    }

    @AfterEach
    void stop() {
        https.stop(0);
        server.close();
        client.close();
    }

    @Test
    void followsAMoveToANewCaThroughAnOverlap() throws Exception {
        HttpClient http = http(client.tls().sslContext());
        assertThat(status(http)).isEqualTo(200);

        server.change(oldCa.issue(), oldCa, newCa);
        client.change(oldCa.issue(), oldCa, newCa);
        assertThat(status(http)).isEqualTo(200);

        server.change(newCa.issue(), oldCa, newCa);
        assertThat(status(http)).isEqualTo(200);
        client.change(newCa.issue(), oldCa, newCa);
        assertThat(status(http)).isEqualTo(200);

        server.change(newCa.issue(), newCa);
        client.change(newCa.issue(), newCa);
        assertThat(status(http)).isEqualTo(200);
    }

    @Test
    void refusesAClientWithoutACertificateByTheDefaultConfigurator() throws Exception {
        try (Rotating bare = new Rotating(
                jsse, ClientAuth.NONE, CertificateAuthority.create("Stranger").issue(), oldCa)) {
            assertThatThrownBy(() -> status(http(bare.tls().sslContext()))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theOlderClientOfTheJdkUsesTheLiveSockets() throws Exception {
        HttpsURLConnection connection = (HttpsURLConnection) uri().toURL().openConnection();
        connection.setSSLSocketFactory(client.tls().sslContext().getSocketFactory());
        assertThat(connection.getResponseCode()).isEqualTo(200);
        server.change(oldCa.issue(leaf -> leaf.noNames().dns("elsewhere.example")), oldCa);
        // Or it would resume, and the server show no certificate.
        client.change(oldCa.issue(), oldCa);
        HttpsURLConnection other = (HttpsURLConnection) uri().toURL().openConnection();
        other.setSSLSocketFactory(client.tls().sslContext().getSocketFactory());
        assertThatThrownBy(other::getResponseCode)
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("No subject alternative");
    }

    @Test
    void checksTheServersName() throws Exception {
        server.change(oldCa.issue(leaf -> leaf.noNames().dns("elsewhere.example")), oldCa);
        assertThatThrownBy(() -> status(http(client.tls().sslContext())))
                .isInstanceOf(IOException.class)
                .hasStackTraceContaining("No subject alternative");
    }

    private static HttpClient http(SSLContext context) {
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private int status(HttpClient http) throws Exception {
        return http.send(HttpRequest.newBuilder(uri()).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private URI uri() {
        return URI.create("https://localhost:" + https.getAddress().getPort() + "/");
    }
}
