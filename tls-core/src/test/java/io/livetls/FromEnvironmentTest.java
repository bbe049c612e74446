package io.livetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.livetls.config.ConfigurationException;
import io.livetls.config.TlsEnvironment;
import io.livetls.material.MaterialException;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromEnvironmentTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void aPairAsCertManagerWritesItServesWithoutFurtherWords() throws Exception {
        IssuedCertificate issued = ca.issue();
        pair("", "tls", issued);
        try (RecordedLog log = new RecordedLog();
                LiveTls server = open("");
                LiveTls client = client(ca)) {
            assertThat(server.settings().clientAuth()).isEqualTo(ClientAuth.NONE);
            assertThat(server.settings().name()).isEqualTo("livetls");
            assertThat(log.messages()).noneMatch(message -> message.startsWith("WARNING"));
            assertThat(call(client, server)).isEqualTo(200);
        }
    }

    @Test
    void everySettingReachesTheHandle() throws Exception {
        pair("", "tls", ca.issue());
        set("MM_TLS_TRUST_CERT_PATH", " " + write("ca.crt", ca.certificatePem()) + " , " + directoryOf(ca));
        set("MM_TLS_CLIENT_AUTH", "require");
        set("MM_TLS_PROTOCOLS", "TLSv1.3, TLSv1.2");
        set("MM_TLS_CIPHERS", "TLS_AES_128_GCM_SHA256");
        set("MM_TLS_RELOAD_INTERVAL", "1m");
        try (LiveTls tls = open("order-api")) {
            assertThat(tls.settings())
                    .isEqualTo(new TlsSettings(
                            "order_api",
                            ClientAuth.REQUIRE,
                            true,
                            List.of("TLSv1.3", "TLSv1.2"),
                            List.of("TLS_AES_128_GCM_SHA256")));
            assertThat(Following.trust(tls.current()).certificates()).containsExactly(ca.certificate());
        }
    }

    @Test
    void keysMayBeEncryptedOrStandInTheVariablesOrInASecretDirectory() throws Exception {
        IssuedCertificate issued = ca.issue();
        set(
                "MM_TLS_FILES__KEY_CERT_PATH",
                write("tls.crt", issued.certificatePem()).toString());
        set(
                "MM_TLS_FILES__PRIVATE_KEY_PATH",
                write("tls.enc", issued.encryptedPrivateKeyPem("geheim".toCharArray()))
                        .toString());
        set("MM_TLS_FILES__PRIVATE_KEY_PASSPHRASE", "geheim");
        set("MM_TLS_TEXT__KEY_CERT", base64(issued.certificatePem()));
        set("MM_TLS_TEXT__PRIVATE_KEY", issued.privateKeyPem());
        set("MM_TLS_TEXT__TRUST_CERT", ca.certificatePem());
        Path secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("tls.crt"), issued.certificatePem());
        Files.writeString(secret.resolve("tls.key"), issued.privateKeyPem());
        Files.writeString(secret.resolve("ca.crt"), ca.certificatePem());
        set("MM_TLS_SECRET__SECRET_DIR", secret.toString());
        for (String channel : List.of("files", "text", "secret")) {
            try (LiveTls tls = open(channel)) {
                assertThat(Following.leaf(tls)).as(channel).isEqualTo(issued.certificate());
            }
        }
        try (LiveTls text = open("text");
                LiveTls secretly = open("secret")) {
            assertThat(Following.trust(text.current()).certificates()).containsExactly(ca.certificate());
            assertThat(Following.trust(secretly.current()).certificates()).containsExactly(ca.certificate());
        }
    }

    @Test
    void requiredClientCertificatesOfAnyCaOfTheSystemAreAWarning() throws Exception {
        pair("", "tls", ca.issue());
        set("MM_TLS_CLIENT_AUTH", "REQUIRE");
        try (RecordedLog log = new RecordedLog();
                LiveTls tls = open("")) {
            assertThat(Following.trust(tls.current()).certificates()).hasSizeGreaterThan(10);
            assertThat(log.messages())
                    .anySatisfy(message -> assertThat(message)
                            .startsWith("WARNING TLS of the service")
                            .contains("MM_TLS_TRUST_CERT_PATH isn't set"));
        }
    }

    @Test
    void whatIsSwitchedOffIsNotBuilt() {
        pair("", "tls", ca.issue());
        set("MM_TLS_KAFKA__ENABLED", "false");
        assertThat(TlsEnvironment.of(environment).channel("kafka").isEnabled()).isFalse();
        assertThatThrownBy(() -> open("kafka"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TLS of channel KAFKA is off")
                .hasMessageContaining("MM_TLS_KAFKA__ENABLED");
    }

    @Test
    void aClientNeedsNoKeyAndTakesNoClientAuthOver() throws Exception {
        set("MM_TLS_ENABLED", "true");
        set("MM_TLS_CLIENT_AUTH", "REQUIRE");
        set("MM_TLS_TRUST_CERT_PATH", write("ca.crt", ca.certificatePem()).toString());
        try (LiveTls client = open("http")) {
            assertThat(client.settings().clientAuth()).isEqualTo(ClientAuth.NONE);
            assertThat(Following.trust(client.current()).certificates()).containsExactly(ca.certificate());
        }
        set("MM_TLS_HTTP__CLIENT_AUTH", "REQUIRE");
        assertThatThrownBy(() -> open("http"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MM_TLS_HTTP__CLIENT_AUTH: it is for servers");
    }

    @Test
    void wordsThatAreNoneAreErrorsThatNameVariableAndValue() {
        pair("", "tls", ca.issue());
        set("MM_TLS_CLIENT_AUTH", "ALWAYS");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("MM_TLS_CLIENT_AUTH: 'ALWAYS' isn't one of NONE, OPTIONAL, REQUIRE. Set it to one of NONE,"
                        + " OPTIONAL, REQUIRE.");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        set("MM_TLS_KEY_CERT_PATH", directory.resolve("no.crt").toString());
        set("MM_TLS_PRIVATE_KEY_PATH", directory.resolve("no.key").toString());
        assertThatThrownBy(() -> open("")).isInstanceOf(MaterialException.class).hasMessageContaining("no.");
    }

    @Test
    void aPassphraseThatIsNotNeededDoesNoHarmAndAnEmptyOneIsNone() {
        pair("", "tls", ca.issue());
        set("MM_TLS_PRIVATE_KEY_PASSPHRASE", "");
        open("").close();
        set("MM_TLS_PRIVATE_KEY_PASSPHRASE", "not needed");
        try (RecordedLog log = new RecordedLog()) {
            open("").close();
            assertThat(log.messages())
                    .anySatisfy(message -> assertThat(message)
                            .contains("a passphrase was given, and the private key isn't encrypted")
                            .doesNotContain("not needed"));
        }
    }

    @Test
    void misspeltVariablesAreToldWhenTheHandleIsBuilt() {
        pair("", "tls", ca.issue());
        set("MM_TLS_CLIENTAUTH", "REQUIRE");
        try (RecordedLog log = new RecordedLog()) {
            open("").close();
            assertThat(log.messages())
                    .contains(
                            "WARNING MM_TLS_CLIENTAUTH: it isn't a variable of this library and has no effect. Did you"
                                    + " mean MM_TLS_CLIENT_AUTH?");
        }
    }

    /** The three rolling updates of a new self-signed key, in each mixed state: the pods meet both ways. */
    @Test
    void internalPodsMeetInEveryMixedStateOfAKeyChange() throws Exception {
        IssuedCertificate old = IssuedCertificate.selfSigned(leaf -> leaf.dns("localhost"));
        IssuedCertificate fresh = IssuedCertificate.selfSigned(leaf -> leaf.dns("localhost"));
        Path oldFile = write("old.crt", old.certificatePem());
        Path freshDirectory = Files.createDirectory(directory.resolve("fresh"));
        Files.writeString(freshDirectory.resolve("fresh.pem"), fresh.certificatePem());
        List<Map<String, String>> states = List.of(
                pod("before", old, null),
                pod("one", old, oldFile + "," + freshDirectory),
                pod("two", fresh, oldFile.toString()),
                pod("three", fresh, null));
        for (int i = 0; i < states.size() - 1; i++) {
            try (LiveTls earlier = LiveTls.fromEnvironment(states.get(i), "internal");
                    LiveTls later = LiveTls.fromEnvironment(states.get(i + 1), "internal")) {
                assertThat(earlier.settings().clientAuth()).isEqualTo(ClientAuth.REQUIRE);
                assertThat(call(earlier, later)).isEqualTo(200);
                assertThat(call(later, earlier)).isEqualTo(200);
            }
        }
        try (LiveTls before = LiveTls.fromEnvironment(states.get(0), "internal");
                LiveTls two = LiveTls.fromEnvironment(states.get(2), "internal")) {
            assertThatThrownBy(() -> call(before, two)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theInternalChannelTrustsItsOwnCertificateWhateverThatIsNow() throws Exception {
        IssuedCertificate old = IssuedCertificate.selfSigned(leaf -> leaf.dns("localhost"));
        IssuedCertificate fresh = IssuedCertificate.selfSigned(leaf -> leaf.dns("localhost"));
        environment.putAll(pod("pod", old, null));
        try (LiveTls tls = open("internal")) {
            assertThat(Following.trust(tls.current()).certificates())
                    .as("and nobody else")
                    .containsExactly(old.certificate());
            pod("pod", fresh, null);
            tls.reload();
            assertThat(Following.trust(tls.current()).certificates()).containsExactly(fresh.certificate());
            assertThat(tls.current().trustGeneration()).isEqualTo(2);
            assertThat(call(tls, tls)).isEqualTo(200);
        }
    }

    @Test
    void withoutVerificationAClientTakesAnyServerAndSaysSoLoudlyAndServersGoOnChecking() throws Exception {
        pair(
                "",
                "tls",
                CertificateAuthority.create("Stranger")
                        .issue(leaf -> leaf.noNames().dns("elsewhere.example")));
        set("MM_TLS_CLIENT_AUTH", "REQUIRE");
        set("MM_TLS_TRUST_CERT_PATH", write("ca.crt", ca.certificatePem()).toString());
        try (LiveTls server = open("")) {
            pair("", "mine", ca.issue());
            try (LiveTls verifying = open("")) {
                assertThatThrownBy(() -> call(verifying, server)).isInstanceOf(IOException.class);
            }
            set("MM_TLS_VERIFICATION", "false");
            try (RecordedLog log = new RecordedLog();
                    LiveTls trusting = open("")) {
                assertThat(call(trusting, server)).isEqualTo(200);
                assertThat(log.messages())
                        .anySatisfy(
                                message -> assertThat(message).startsWith("WARNING livetls: SERVERS ARE NOT VERIFIED"));
                pair("", "mine", CertificateAuthority.create("Another").issue());
                trusting.reload();
                assertThatThrownBy(() -> call(trusting, server)).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> call(trusting, trusting)).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> open("internal"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("MM_TLS_VERIFICATION: pods that check nothing");
        }
    }

    private LiveTls open(String channel) {
        return LiveTls.fromEnvironment(environment, channel);
    }

    private LiveTls client(CertificateAuthority trusted) {
        return LiveTls.builder()
                .trustCertificates(List.of(trusted.certificate()))
                .build();
    }

    private void set(String name, String value) {
        environment.put(name, value);
    }

    /** PKCS#1 or SEC 1, as cert-manager writes keys unless it is told otherwise. */
    private void pair(String channel, String name, IssuedCertificate issued) {
        set(
                "MM_TLS_" + channel + "KEY_CERT_PATH",
                write(name + ".crt", issued.certificatePem()).toString());
        set(
                "MM_TLS_" + channel + "PRIVATE_KEY_PATH",
                write(name + ".key", issued.traditionalPrivateKeyPem()).toString());
    }

    private Map<String, String> pod(String name, IssuedCertificate issued, @Nullable String internalTrust) {
        Map<String, String> pod = new HashMap<>();
        pod.put(
                "MM_TLS_KEY_CERT_PATH",
                write(name + ".crt", issued.certificatePem()).toString());
        pod.put(
                "MM_TLS_PRIVATE_KEY_PATH",
                write(name + ".key", issued.privateKeyPem()).toString());
        if (internalTrust != null) {
            pod.put("MM_INTERNAL_TRUST_CERTS", internalTrust);
        }
        return pod;
    }

    private Path directoryOf(CertificateAuthority authority) throws IOException {
        Path cas = Files.createDirectory(directory.resolve("cas"));
        Files.writeString(cas.resolve("one.pem"), authority.certificatePem());
        return cas;
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The status of a call from one handle to another. */
    private static int call(LiveTls from, LiveTls to) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(to.sslContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(getSSLContext().getDefaultSSLParameters());
            }
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
            return HttpClient.newBuilder()
                    .sslContext(from.sslContext())
                    .build()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } finally {
            server.stop(0);
        }
    }
}
