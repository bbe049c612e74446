package io.livetls.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.config.ConfigurationException;
import io.livetls.config.TlsEnvironment;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.SecretVolume;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpEndpointTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");

    @TempDir
    private Path directory;

    private String secret = "";

    @BeforeEach
    void mount() {
        SecretVolume.create(directory.resolve("tls")).update(ca.issue(), ca);
        secret = directory.resolve("tls").toString();
    }

    @Test
    void oneServiceHasAnApiForMembersAMonitoringEndpointForAllAndAPlainOneWhereItSaysSo() throws Exception {
        Map<String, String> environment = Map.of(
                "MM_TLS_SECRET_DIR", secret,
                "MM_TLS_API__CLIENT_AUTH", "REQUIRE",
                "MM_TLS_API__PROTOCOLS", "TLSv1.3",
                "MM_TLS_HEALTH__ENABLED", "false");
        try (HttpEndpoint api = endpoint(environment, "api");
                HttpEndpoint monitoring = endpoint(environment, "monitoring");
                HttpEndpoint health = endpoint(environment, "health");
                TestServer apiServer = new TestServer(api.newServer(TestServer.loopback()));
                TestServer monitoringServer = new TestServer(monitoring.newServer(TestServer.loopback()));
                TestServer healthServer = new TestServer(health.newServer(TestServer.loopback()));
                LiveTls member =
                        LiveTls.builder().secretDirectory(Path.of(secret)).build();
                LiveHttpClient client = HttpTls.client(member);
                LiveTls anybody = LiveTls.builder()
                        .trust(directory.resolve("tls/ca.crt").toString())
                        .build();
                LiveHttpClient scraper = HttpTls.client(anybody)) {
            assertThat(api.handle().orElseThrow().settings().clientAuth()).isEqualTo(ClientAuth.REQUIRE);
            assertThat(apiServer.get(client).protocol()).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> apiServer.get(scraper)).isInstanceOf(IOException.class);
            assertThat(monitoringServer.get(scraper).peer()).isEqualTo("nobody");
            assertThat(health.handle()).isEmpty();
            assertThat(health.scheme()).isEqualTo("http");
            HttpRequest plain =
                    HttpRequest.newBuilder(healthServer.uri("http", "/")).build();
            assertThat(HttpClient.newHttpClient()
                            .send(plain, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aServerOfAChannelWithTlsIsNeverAPlainOne() throws Exception {
        try (HttpEndpoint api = endpoint(Map.of("MM_TLS_SECRET_DIR", secret), "api")) {
            assertThat(api.scheme()).isEqualTo("https");
            HttpServer server = api.newServer(TestServer.loopback());
            assertThat(server).isInstanceOf(HttpsServer.class);
            server.stop(0);
        }
    }

    @Test
    void aForgottenKeyIsAnErrorAndNotPlainHttp() {
        assertThatThrownBy(() -> endpoint(Map.of(), "api"))
                .asInstanceOf(type(ConfigurationException.class))
                .satisfies(e -> {
                    assertThat(e.variable()).isEqualTo("MM_TLS_API__ENABLED");
                    assertThat(e)
                            .hasMessage("MM_TLS_API__ENABLED: a server needs a private key, and there is none."
                                    + " Set MM_TLS_API__SECRET_DIR or MM_TLS_API__PRIVATE_KEY_PATH; if plain HTTP is"
                                    + " meant, set MM_TLS_API__ENABLED=false.");
                });
    }

    @Test
    void aServerThatIsSwitchedOnWithoutAKeyIsAnErrorToo() {
        assertThatThrownBy(() -> endpoint(Map.of("MM_TLS_ENABLED", "true"), "api"))
                .asInstanceOf(type(ConfigurationException.class))
                .satisfies(e -> assertThat(e.variable()).isEqualTo("MM_TLS_ENABLED"));
    }

    @Test
    void whatTheServiceSwitchesOffIsPlainForAChannelThatSaysNothing() {
        try (HttpEndpoint api = endpoint(Map.of("MM_TLS_ENABLED", "false", "MM_TLS_SECRET_DIR", secret), "api")) {
            assertThat(api.scheme()).isEqualTo("http");
            assertThat(api.toString()).startsWith("HttpEndpoint[http, ").contains("MM_TLS_ENABLED");
        }
    }

    private static HttpEndpoint endpoint(Map<String, String> environment, String channel) {
        return HttpEndpoint.of(TlsEnvironment.of(environment).channel(channel));
    }
}
