package io.livetls.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.jsse.Jsse;
import io.livetls.jsse.Rotating;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class LiveHttpClientTest {
    private final Jsse jsse;
    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final CertificateAuthority otherCa = CertificateAuthority.create("Other CA");
    private final IssuedCertificate first = ca.issue();
    private final Rotating serving;
    private final Rotating calling;
    private final LiveHttpClient client;
    private final HttpClient plain;

    private final TestServer server;

    LiveHttpClientTest(Jsse jsse) throws IOException {
        this.jsse = jsse;
        this.serving = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca);
        this.calling = new Rotating(jsse, ClientAuth.NONE, first, ca);
        this.client = HttpTls.client(calling.tls());
        this.plain =
                HttpClient.newBuilder().sslContext(calling.tls().sslContext()).build();
        server = new TestServer(serving.tls());
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
        calling.close();
        serving.close();
    }

    @Test
    void aRenewedCertificateIsShownByTheNextRequest() throws Exception {
        TestServer.Seen before = server.get(client);
        assertThat(server.get(client)).as("the pooled connection").isEqualTo(before);
        assertThat(before.peer()).isEqualTo(serial(first));

        IssuedCertificate renewed = ca.renew(first);
        calling.change(renewed, ca);

        TestServer.Seen after = server.get(client);
        assertThat(after.peer()).isEqualTo(serial(renewed));
        assertThat(after.port()).isNotEqualTo(before.port());
    }

    @Test
    void aPlainClientOfTheJdkGoesOnWithWhatItsConnectionsWereMadeWith() throws Exception {
        TestServer.Seen before = server.get(plain);
        calling.change(otherCa.issue(), otherCa);
        assertThat(server.get(plain)).isEqualTo(before);
    }

    @Test
    void aServerOfARemovedCaIsNotSentAnythingAnyMore() throws Exception {
        server.get(client);
        calling.change(first, otherCa);
        assertThatThrownBy(() -> server.get(client)).hasStackTraceContaining("PKIX path building failed");
    }

    @Test
    void aReloadThatChangesNothingKeepsConnections() throws Exception {
        TestServer.Seen before = server.get(client);
        calling.offer(first, ca);
        calling.tls().reload();
        assertThat(server.get(client)).isEqualTo(before);
    }

    @Test
    void aRequestThatHasBegunRunsToItsEnd() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(server.request("/slow"), BodyHandlers.ofString());
        assertThat(server.arrived.await(1, TimeUnit.MINUTES)).isTrue();
        calling.change(otherCa.issue(), otherCa);
        server.mayAnswer.countDown();
        assertThat(TestServer.seen(answer.get(1, TimeUnit.MINUTES)).peer()).isEqualTo(serial(first));
    }

    @Test
    void connectionsOfBeforeAreClosedWhenTheirRequestsAreOver() throws Exception {
        try (OneConnection one = new OneConnection(serving.tls())) {
            assertThat(client.send(one.request(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
            calling.change(ca.renew(first), ca);
            assertThat(one.awaitEnd()).isTrue();
        }
    }

    @Test
    void protocolsCipherSuitesAndTheServersNameReachTheHandshake() throws Exception {
        try (LiveTls narrow = handle("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
                LiveHttpClient narrowed = HttpTls.client(narrow)) {
            TestServer.Seen seen = server.get(narrowed);
            assertThat(seen.protocol()).isEqualTo("TLSv1.2");
            assertThat(seen.cipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            assertThat(seen.serverName()).isEqualTo("localhost");
            assertThat(narrowed.sslParameters().getProtocols()).containsExactly("TLSv1.2");
            HttpClient ofTheJdk =
                    HttpClient.newBuilder().sslContext(narrow.sslContext()).build();
            assertThat(server.get(ofTheJdk).protocol()).isEqualTo("TLSv1.2");
        }
        // Conscrypt has those of TLS 1.3 on or off together.
        String[] all = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"};
        try (LiveTls newer = handle("TLSv1.3", jsse == Jsse.JDK ? new String[] {all[0]} : all);
                LiveHttpClient narrowed = HttpTls.client(newer)) {
            assertThat(server.get(narrowed).cipherSuite()).isIn(newer.settings().cipherSuites());
        }
    }

    @Test
    void settingsOfTheJdksBuilderAreKeptThroughChanges() throws Exception {
        try (LiveHttpClient patient = HttpTls.client(
                calling.tls(),
                settings -> settings.connectTimeout(Duration.ofSeconds(50)).version(HttpClient.Version.HTTP_1_1))) {
            calling.change(ca.renew(first), ca);
            assertThat(patient.connectTimeout()).contains(Duration.ofSeconds(50));
            assertThat(patient.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(server.get(patient).protocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void anotherContextThanTheHandlesIsRefused() {
        SSLContext other = otherCa.sslContext();
        assertThatThrownBy(() -> HttpTls.client(calling.tls(), settings -> settings.sslContext(other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the settings set another SSLContext, which would never change: leave it out,"
                        + " the handle's is set");
    }

    @Test
    void aHandleWithoutTrustCanNotCall() {
        try (Rotating bare = new Rotating(jsse, ClientAuth.NONE, first)) {
            assertThatThrownBy(() -> HttpTls.client(bare.tls()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("trust(")
                    .hasMessageContaining("trustSystem()");
        }
    }

    @Test
    void whatIsClosedTakesNoRequests() throws Exception {
        server.get(client);
        assertThat(client.isTerminated()).isFalse();
        client.close();
        assertThat(client.isTerminated()).isTrue();
        assertThatThrownBy(() -> server.get(client))
                .isInstanceOf(IOException.class)
                .hasMessage("this client is closed");
        assertThatThrownBy(() -> client.sendAsync(server.request("/"), BodyHandlers.discarding())
                        .get())
                .hasRootCauseInstanceOf(IOException.class);
        LiveHttpClient orphan = HttpTls.client(calling.tls());
        calling.close();
        assertThatThrownBy(() -> server.get(orphan))
                .isInstanceOf(IOException.class)
                .hasMessage("this client, or its handle, is closed: close a handle after what uses it");
    }

    @Test
    void closingWaitsForAnswers() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(server.request("/slow"), BodyHandlers.ofString());
        assertThat(server.arrived.await(1, TimeUnit.MINUTES)).isTrue();
        client.shutdown();
        assertThat(client.awaitTermination(Duration.ofMillis(1))).isFalse();
        assertThat(answer).isNotDone();
        server.mayAnswer.countDown();
        client.close();
        assertThat(answer).isCompleted();
        assertThat(client.awaitTermination(Duration.ZERO)).isTrue();
    }

    private LiveTls handle(String protocol, String... cipherSuites) {
        return jsse.in(LiveTls.builder())
                .identity(first.privateKey(), first.chain())
                .trustCertificates(List.of(ca.certificate()))
                .protocols(protocol)
                .cipherSuites(cipherSuites)
                .build();
    }

    private static String serial(IssuedCertificate certificate) {
        return certificate.certificate().getSerialNumber().toString();
    }
}
