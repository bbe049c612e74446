package io.livetls.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.jsse.Jsse;
import io.livetls.jsse.Rotating;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class HttpsServerTest {
    private final Jsse jsse;
    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final CertificateAuthority otherCa = CertificateAuthority.create("Other CA");
    private final IssuedCertificate ofCa = ca.issue();
    private final IssuedCertificate ofOtherCa = otherCa.issue();

    HttpsServerTest(Jsse jsse) {
        this.jsse = jsse;
    }

    @Test
    void theHandlerLearnsWhoAsks() throws Exception {
        try (Rotating serving = new Rotating(jsse, ClientAuth.OPTIONAL, ca.issue(), ca);
                TestServer server = new TestServer(serving.tls());
                LiveTls member = handle("TLSv1.3", ofCa, ca);
                LiveTls anybody = jsse.in(LiveTls.builder())
                        .trustCertificates(List.of(ca.certificate()))
                        .build()) {
            assertThat(server.get(plain(member)).peer()).isEqualTo(serial(ofCa));
            assertThat(server.get(plain(anybody)).peer()).isEqualTo("nobody");
        }
    }

    @Test
    void aRequestWithoutTlsHasNoPeer() throws Exception {
        try (TestServer server = new TestServer(HttpServer.create(TestServer.loopback(), 0))) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("http", "/")).build();
            assertThat(TestServer.seen(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                            .peer())
                    .isEqualTo("nobody");
        }
    }

    @Test
    void aHandleWithoutIdentityCanNotServe() {
        try (LiveTls anybody = jsse.in(LiveTls.builder())
                .trustCertificates(List.of(ca.certificate()))
                .build()) {
            assertThatThrownBy(() -> HttpTls.server(anybody, TestServer.loopback()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("identity(");
        }
    }

    @Test
    void aServerThatIsNotTrustedIsRefusedWithTheReasonAndAClientWithoutACertificateByTheServer() throws Exception {
        try (Rotating serving = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca);
                TestServer server = new TestServer(serving.tls())) {
            try (LiveTls anybody = jsse.in(LiveTls.builder())
                    .trustCertificates(List.of(ca.certificate()))
                    .build()) {
                // The JDK's server closes without its alert, so the client learns no more than that.
                assertThatThrownBy(() -> server.get(plain(anybody)))
                        .isInstanceOf(IOException.class)
                        .hasMessageNotContaining("status");
            }
            try (LiveTls stranger = handle("TLSv1.3", ofCa, otherCa)) {
                assertThatThrownBy(() -> server.get(plain(stranger)))
                        .isInstanceOf(IOException.class)
                        .hasStackTraceContaining("PKIX path building failed");
            }
            try (LiveTls member = handle("TLSv1.3", ofCa, ca)) {
                serving.change(ca.issue(leaf -> leaf.noNames().dns("elsewhere.example")), ca);
                assertThatThrownBy(() -> server.get(plain(member)))
                        .isInstanceOf(IOException.class)
                        .hasStackTraceContaining("No subject alternative");
                serving.change(ca.issue(leaf -> leaf.expired()), ca);
                assertThatThrownBy(() -> server.get(plain(member)))
                        .isInstanceOf(IOException.class)
                        .hasStackTraceContaining("validity check failed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfARemovedCaDoesNotComeBackByASession(String protocol) throws Exception {
        try (Rotating serving = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca, otherCa);
                TestServer server = new TestServer(serving.tls())) {
            SSLContext stranger = resuming(protocol, ofOtherCa);
            server.get(onOneConnectionEach(stranger));
            server.get(onOneConnectionEach(stranger));
            serving.change(ca.issue(), ca);
            assertThatThrownBy(() -> server.get(onOneConnectionEach(stranger))).isInstanceOf(IOException.class);
            SSLContext member = resuming(protocol, ofCa);
            assertThat(server.get(onOneConnectionEach(member)).protocol()).isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerOfARemovedCaIsNotResumedWith(String protocol) throws Exception {
        try (Rotating serving = new Rotating(jsse, ClientAuth.NONE, ca.issue());
                TestServer server = new TestServer(serving.tls());
                Rotating calling = new Rotating(jsse, ClientAuth.NONE, ofCa, ca)) {
            Consumer<HttpClient.Builder> narrow =
                    settings -> settings.sslParameters(new SSLParameters(null, new String[] {protocol}));
            HttpClient.Builder plain =
                    HttpClient.newBuilder().sslContext(calling.tls().sslContext());
            narrow.accept(plain);
            LiveHttpClient live = HttpTls.client(calling.tls(), narrow);
            server.get(plain.build());
            assertThat(server.get(live).protocol()).isEqualTo(protocol);
            calling.change(ofCa, otherCa);
            assertThatThrownBy(() -> server.get(plain.build())).hasStackTraceContaining("PKIX path building failed");
            assertThatThrownBy(() -> server.get(live)).hasStackTraceContaining("PKIX path building failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theTrustFilterRefusesAnOpenConnectionOfARemovedCaAndLeavesOthersOpen(String protocol) throws Exception {
        try (Rotating serving = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca, otherCa);
                TestServer server = new TestServer(serving.tls(), HttpTls.trustFilter(serving.tls()));
                LiveTls member = handle(protocol, ofCa, ca);
                LiveTls stranger = handle(protocol, ofOtherCa, ca)) {
            HttpClient trusted = plain(member);
            HttpClient untrusted = plain(stranger);
            TestServer.Seen before = server.get(trusted);
            assertThat(server.get(trusted)).isEqualTo(before);
            assertThat(server.get(untrusted).peer()).isEqualTo(serial(ofOtherCa));
            serving.change(ca.issue(), ca);
            assertThat(server.get(trusted)).as("the same connection").isEqualTo(before);
            assertThatThrownBy(() -> server.get(untrusted))
                    .isInstanceOf(IOException.class)
                    .hasMessage("status 403");
            // Its next connection isn't made at all.
            assertThatThrownBy(() -> server.get(untrusted))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("403");
        }
    }

    @Test
    void withoutTheFilterAnOpenConnectionOfARemovedCaGoesOn() throws Exception {
        try (Rotating serving = new Rotating(jsse, ClientAuth.REQUIRE, ca.issue(), ca, otherCa);
                TestServer server = new TestServer(serving.tls());
                LiveTls stranger = handle("TLSv1.3", ofOtherCa, ca)) {
            HttpClient untrusted = plain(stranger);
            TestServer.Seen before = server.get(untrusted);
            serving.change(ca.issue(), ca);
            assertThat(server.get(untrusted)).isEqualTo(before);
        }
    }

    @Test
    void theTrustFilterLetsPassWhoNeedsNoCertificate() throws Exception {
        try (Rotating serving = new Rotating(jsse, ClientAuth.OPTIONAL, ca.issue(), ca, otherCa);
                TestServer server = new TestServer(serving.tls(), HttpTls.trustFilter(serving.tls()));
                LiveTls anybody = jsse.in(LiveTls.builder())
                        .trustCertificates(List.of(ca.certificate()))
                        .build()) {
            HttpClient client = plain(anybody);
            TestServer.Seen before = server.get(client);
            serving.change(ca.issue(), ca);
            assertThat(server.get(client)).isEqualTo(before);
        }
    }

    /** A context of the JDK's own, which resumes whenever it is let. */
    private SSLContext resuming(String protocol, IssuedCertificate identity) throws Exception {
        char[] password = "password".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(identity.toKeyStore(password), password);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", ca.certificate());
        TrustManagerFactory anchors = TrustManagerFactory.getInstance("PKIX");
        anchors.init(trust);
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(keys.getKeyManagers(), anchors.getTrustManagers(), null);
        return context;
    }

    /** Another pool, but the same sessions. */
    private static HttpClient onOneConnectionEach(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private LiveTls handle(String protocol, IssuedCertificate identity, CertificateAuthority trusted) {
        return jsse.in(LiveTls.builder())
                .identity(identity.privateKey(), identity.chain())
                .trustCertificates(List.of(trusted.certificate()))
                .protocols(protocol)
                .build();
    }

    private static HttpClient plain(LiveTls tls) {
        return HttpClient.newBuilder().sslContext(tls.sslContext()).build();
    }

    private static String serial(IssuedCertificate certificate) {
        return certificate.certificate().getSerialNumber().toString();
    }
}
