package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.config.TlsEnvironment;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.PlainDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings of a properties file mean. */
class FactorySettingsTest {
    private static final String SECRET = "correct horse";
    private static CertificateAuthority ca;
    private static IssuedCertificate issued;

    @TempDir
    private Path directory;

    private PlainDirectory files;

    @BeforeAll
    static void issue() {
        ca = CertificateAuthority.create("CA");
        issued = ca.issue();
    }

    @BeforeEach
    void write() {
        files = PlainDirectory.create(directory.resolve("tls"));
        files.write(issued, ca);
    }

    private Map<String, Object> pem(Object... more) {
        return settings(
                settings(
                        "ssl.keystore.type",
                        "PEM",
                        "ssl.keystore.location",
                        files.path().toString()),
                more);
    }

    private static Map<String, Object> settings(Object... pairs) {
        return settings(Map.of(), pairs);
    }

    private static Map<String, Object> settings(Map<String, Object> first, Object... pairs) {
        Map<String, Object> settings = new HashMap<>(first);
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i].toString(), pairs[i + 1]);
        }
        return settings;
    }

    /** Shakes hands with itself, as a client and as a server that asks for a certificate. */
    private static Talk talkToItself(Map<String, Object> written) throws SSLException {
        Map<String, Object> configs = Settings.client(written);
        configs.put("ssl.client.auth", "required");
        try (LiveTlsEngineFactory factory = Settings.factory(configs)) {
            return Talk.between(
                    factory.createClientSslEngine("localhost", 9093, "https"),
                    factory.createServerSslEngine("127.0.0.1", 40000));
        }
    }

    private static void assertMutual(Map<String, Object> written) throws SSLException {
        Talk talk = talkToItself(written);
        assertThat(talk.server().getSession().getPeerCertificates()[0]).isEqualTo(issued.certificate());
        assertThat(talk.client().getSession().getPeerCertificates()[0]).isEqualTo(issued.certificate());
    }

    @Test
    void aDirectoryIsASecretWithItsCa() throws SSLException {
        assertMutual(pem());
    }

    @Test
    void aFileHoldsKeyAndChainAsKafkaHasIt() throws IOException {
        files.write("both.pem", issued.privateKeyPem() + issued.certificatePem());
        assertMutual(settings(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                files.file("both.pem").toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                files.file("ca.crt").toString()));
    }

    @Test
    void twoFilesAreChainAndKeyAndTrustIsAList() throws IOException {
        Files.createDirectory(directory.resolve("more"));
        Files.writeString(
                directory.resolve("more/other.pem"),
                CertificateAuthority.create("Other").certificatePem());
        assertMutual(settings(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                files.file("tls.crt") + ", " + files.file("tls.key"),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                files.file("ca.crt") + "," + directory.resolve("more")));
    }

    @Test
    void anEncryptedKeyOpensWithKafkasKeyPassword() throws SSLException {
        files.write("tls.key", issued.encryptedPrivateKeyPem(SECRET.toCharArray()));
        assertMutual(pem("ssl.key.password", SECRET));
    }

    @Test
    void pemTextStandsInTheSettingsThemselves() throws SSLException {
        assertMutual(settings(
                "ssl.keystore.type", "PEM",
                "ssl.keystore.key", issued.privateKeyPem(),
                "ssl.keystore.certificate.chain", issued.certificatePem(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", ca.certificatePem()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void keyStoresAreWhatTheyAreToKafka(String type) throws Exception {
        KeyStore identity = KeyStore.getInstance(type);
        identity.load(null, null);
        identity.setKeyEntry("key", issued.privateKey(), SECRET.toCharArray(), new java.security.cert.Certificate[] {
            issued.certificate()
        });
        KeyStore trust = KeyStore.getInstance(type);
        trust.load(null, null);
        trust.setCertificateEntry("ca", ca.certificate());
        assertMutual(settings(
                "ssl.keystore.type", type,
                "ssl.keystore.location", store(identity, "identity").toString(),
                "ssl.keystore.password", SECRET,
                "ssl.truststore.type", type,
                "ssl.truststore.location", store(trust, "trust").toString(),
                "ssl.truststore.password", SECRET));
    }

    private Path store(KeyStore store, String name) throws Exception {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, SECRET.toCharArray());
        }
        return file;
    }

    @Test
    void ourOwnSettingsNameFilesOrASecret() throws SSLException {
        assertMutual(settings(
                "livetls.identity.certificate", files.file("tls.crt").toString(),
                "livetls.identity.key", files.file("tls.key").toString(),
                "livetls.trust", files.file("ca.crt").toString()));
        assertMutual(settings("livetls.secret.dir", files.path().toString()));
    }

    @Test
    void aNamedHandleIsFoundAndNotClosed() throws SSLException {
        try (LiveTls tls =
                LiveTls.builder().name("orders").secretDirectory(files.path()).build()) {
            assertMutual(settings("ssl.keystore.type", "LIVETLS", "ssl.keystore.location", "orders"));
            assertMutual(settings("ssl.keystore.type", "LIVETLS", "ssl.keystore.location", "orders"));
            assertThat(tls.reload()).isNotNull();
        }
        assertThatThrownBy(
                        () -> talkToItself(settings("ssl.keystore.type", "LIVETLS", "ssl.keystore.location", "orders")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no open handle has the name 'orders'");
    }

    @Test
    void aChannelOfTheEnvironmentSaysItAll() {
        TlsEnvironment variables = TlsEnvironment.of(Map.of(
                "MM_TLS_KEY_CERT_PATH", files.file("tls.crt").toString(),
                "MM_TLS_PRIVATE_KEY_PATH", files.file("tls.key").toString(),
                "MM_TLS_TRUST_CERT_PATH", files.file("ca.crt").toString(),
                "MM_TLS_CLIENT_AUTH", "OPTIONAL",
                "MM_TLS_KAFKA__CLIENT_AUTH", "REQUIRE"));
        assertThat(clientAuth(settings("livetls.environment", "kafka"), variables))
                .isEqualTo(ClientAuth.REQUIRE);
        assertThat(clientAuth(settings("livetls.environment", "default"), variables))
                .isEqualTo(ClientAuth.OPTIONAL);
        assertThat(clientAuth(
                        settings("ssl.keystore.type", "ENVIRONMENT", "ssl.keystore.location", "kafka"), variables))
                .isEqualTo(ClientAuth.REQUIRE);
        assertThatThrownBy(() -> clientAuth(
                        settings("livetls.environment", "kafka", "livetls.trust", files.file("ca.crt")), variables))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("livetls.trust has no effect here: the variables of the channel say it.");
    }

    private static ClientAuth clientAuth(Map<String, Object> written, TlsEnvironment variables) {
        Handle handle = HandleChoice.of(FactoryConfig.of(Settings.client(written)), () -> variables);
        try (LiveTls tls = handle.tls()) {
            assertThat(handle.own()).isTrue();
            return tls.settings().clientAuth();
        }
    }

    @Test
    void newFilesAreTakenWithoutANewFactory() throws SSLException {
        IssuedCertificate renewed = ca.rekey(issued);
        Map<String, Object> configs = Settings.client(pem());
        try (LiveTlsEngineFactory factory = Settings.factory(configs)) {
            files.write(renewed, ca);
            factory.tls().reload();
            Talk talk = Talk.between(
                    factory.createClientSslEngine("localhost", 9093, "https"),
                    factory.createServerSslEngine("127.0.0.1", 40000));
            assertThat(talk.client().getSession().getPeerCertificates()[0]).isEqualTo(renewed.certificate());
            assertThat(factory.shouldBeRebuilt(new HashMap<>(configs))).isFalse();
            assertThat(factory.shouldBeRebuilt(settings(configs, "ssl.keystore.location", "/elsewhere")))
                    .isTrue();
        }
    }

    @Test
    void kafkaSeesCertificatesAndNoKey() throws Exception {
        try (LiveTlsEngineFactory factory = Settings.factory(Settings.client(pem()))) {
            KeyStore identity = factory.keystore();
            assertThat(identity).isNotNull();
            assertThat(identity.isKeyEntry("livetls-0")).isFalse();
            assertThat(identity.getCertificate("livetls-0")).isEqualTo(issued.certificate());
            KeyStore trust = factory.truststore();
            assertThat(trust).isNotNull();
            assertThat(trust.getCertificate("livetls-0")).isEqualTo(ca.certificate());
        }
        try (LiveTlsEngineFactory factory =
                Settings.factory(Settings.client(settings("livetls.trust", files.file("ca.crt"))))) {
            assertThat(factory.keystore()).isNull();
        }
    }

    @Test
    void serversAreCheckedByNameUnlessThatIsSwitchedOff() throws SSLException {
        try (LiveTlsEngineFactory factory = Settings.factory(Settings.client(pem()))) {
            assertThatThrownBy(() -> Talk.between(
                            factory.createClientSslEngine("broker.example", 9093, "https"),
                            factory.createServerSslEngine("127.0.0.1", 40000)))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("broker.example");
        }
        try (LiveTlsEngineFactory factory =
                Settings.factory(Settings.client(pem("ssl.endpoint.identification.algorithm", "")))) {
            Talk.between(
                    factory.createClientSslEngine("broker.example", 9093, ""),
                    factory.createServerSslEngine("127.0.0.1", 40000));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, 'TLSv1.2,TLSv1.3', TLSv1.3",
        "TLSv1.3, TLSv1.2, TLSv1.2",
        "TLSv1.2, 'TLSv1.2,TLSv1.3', TLSv1.2"
    })
    void protocolsFollowKafka(String protocol, String enabled, String spoken) throws SSLException {
        Talk talk = talkToItself(pem("ssl.protocol", protocol, "ssl.enabled.protocols", enabled));
        assertThat(talk.client().getSession().getProtocol()).isEqualTo(spoken);
    }

    @Test
    void aHandlesProtocolsAndSuitesNarrowKafkas() {
        try (LiveTls tls = LiveTls.builder()
                .name("narrow")
                .secretDirectory(files.path())
                .protocols("TLSv1.3")
                .cipherSuites("TLS_AES_128_GCM_SHA256")
                .build()) {
            Map<String, Object> named = settings("ssl.keystore.type", "LIVETLS", "ssl.keystore.location", "narrow");
            try (LiveTlsEngineFactory factory = Settings.factory(Settings.client(named))) {
                SSLEngine engine = factory.createClientSslEngine("localhost", 9093, "https");
                assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3");
                assertThat(engine.getEnabledCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
            }
            assertThatThrownBy(() ->
                            Settings.factory(Settings.client(settings(named, "ssl.enabled.protocols", "TLSv1.2"))))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(
                            "ssl.enabled.protocols=TLSv1.2 contradicts protocols(TLSv1.3) of the handle 'narrow': they"
                                    + " have nothing in common. Change one of the two");
            assertThat(tls.current().generation()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"none, NONE", "requested, OPTIONAL", "required, REQUIRE"})
    void clientAuthFollowsKafka(String kafka, ClientAuth asked) {
        try (LiveTlsEngineFactory factory = Settings.factory(Settings.broker(pem("ssl.client.auth", kafka), "IN"))) {
            SSLEngine engine = factory.createServerSslEngine("127.0.0.1", 40000);
            assertThat(engine.getNeedClientAuth()).isEqualTo(asked == ClientAuth.REQUIRE);
            assertThat(engine.getWantClientAuth()).isEqualTo(asked == ClientAuth.OPTIONAL);
        }
    }

    @Test
    void aHandleThatRequiresCertificatesIsntWeakenedByKafkasDefault() {
        try (LiveTls tls = LiveTls.builder()
                .name("strict")
                .secretDirectory(files.path())
                .clientAuth(ClientAuth.REQUIRE)
                .build()) {
            Map<String, Object> named = settings("ssl.keystore.type", "LIVETLS", "ssl.keystore.location", "strict");
            assertThatThrownBy(() -> Settings.factory(Settings.broker(named, "IN")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(
                            "ssl.client.auth=none contradicts clientAuth(REQUIRE) of the handle 'strict': none of the"
                                    + " two may be weakened by the other. Set listener.name.<listener>.ssl.client.auth=required"
                                    + " (Kafka's default is none, and for SASL_SSL it takes nothing but the listener's own"
                                    + " setting)");
            try (LiveTlsEngineFactory ofListener =
                            Settings.factory(Settings.broker(KafkaTls.brokerConfig(tls, "IN"), "IN"));
                    LiveTlsEngineFactory ofClient = Settings.factory(Settings.client(named))) {
                assertThat(ofListener.createServerSslEngine("127.0.0.1", 1).getNeedClientAuth())
                        .isTrue();
                assertThat(ofClient.createClientSslEngine("localhost", 9093, "https"))
                        .isNotNull();
                assertThatThrownBy(() -> ofClient.createServerSslEngine("127.0.0.1", 1))
                        .isInstanceOf(ConfigException.class);
            }
        }
    }

    @Test
    void theSystemsCasLetNobodyInByAccident() {
        Map<String, Object> pair = settings(
                "livetls.identity.certificate", files.file("tls.crt").toString(),
                "livetls.identity.key", files.file("tls.key").toString(),
                "ssl.client.auth", "required");
        assertThatThrownBy(() -> Settings.factory(Settings.broker(pair, "IN")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("ssl.client.auth=required without a trust store would let in");
        Settings.factory(Settings.broker(settings(pair, "ssl.truststore.type", "SYSTEM"), "IN"))
                .close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "livetls.identity.cert | x | livetls.identity.cert: it isn't a setting of LiveTLS and would have no effect. Did you mean livetls.identity.certificate?",
                "listener.name.in.livetls.trust | x | listener.name.in.livetls.trust: Kafka doesn't tell an SSL engine factory which listener it is for, so this would have no effect. Use the listener's own settings instead, such as listener.name.in.ssl.keystore.location",
                "ssl.provider | SunJSSE | ssl.provider=SunJSSE would have no effect: livetls.engine says who speaks TLS. Remove it",
                "ssl.secure.random.implementation | SHA1PRNG | ssl.secure.random.implementation=SHA1PRNG would have no effect: the TLS engine uses its own. Remove it",
                "ssl.trustmanager.algorithm | Trusting | ssl.trustmanager.algorithm=Trusting would have no effect: LiveTLS checks by PKIX, live. Remove it",
                "ssl.protocol | SSLv3 | ssl.protocol: 'SSLv3' isn't safe or isn't known. Set it to TLSv1.3 or TLSv1.2, or leave it out",
                "ssl.client.auth | require | ssl.client.auth: 'require' isn't one of none, requested, required. Set it to one of them",
                "livetls.secret.dir | /x | ssl.keystore.location and livetls.secret.dir contradict: both say what is presented. Remove one of the two (for listeners that differ, say it with ssl.* for all of them)",
                "livetls.identity.key | /x | livetls.identity.key is set without livetls.identity.certificate. Set both",
                "ssl.keystore.type | BCFKS | ssl.keystore.type: 'BCFKS' isn't known. Set it to PEM, PKCS12, JKS, LIVETLS or ENVIRONMENT",
                "ssl.keystore.password | hush | ssl.keystore.password has no effect beside ssl.keystore.type=PEM. Use ssl.key.password if the key is encrypted, or remove it",
                "ssl.truststore.password | hush | ssl.truststore.password is set, and nothing that it opens. Set ssl.truststore.location to a key store, or remove it",
                "livetls.reload.interval | soon | livetls.reload.interval: 'soon' isn't a time such as 500ms, 10s, 2m or PT10S. Set it to a time such as 500ms, 10s, 2m or PT10S.",
                "livetls.engine | fast | livetls.engine: 'fast' isn't one of jdk, boringssl, auto. Set it to one of them",
                "ssl.endpoint.identification.algorithm | none | ssl.endpoint.identification.algorithm: 'none' isn't known. Set it to https, or leave it out, which is the same",
            })
    void whatCantBeMeantIsRefusedByName(String key, String value, String message) {
        Map<String, Object> configs = Settings.client(pem());
        configs.put(key, key.endsWith("password") ? new Password(value) : value);
        assertThatThrownBy(() -> Settings.factory(configs))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message)
                .hasMessageNotContaining("hush");
    }

    @Test
    void aBadFileIsNamedAtTheStart() {
        files.write("tls.crt", "nothing");
        assertThatThrownBy(() -> Settings.factory(Settings.client(pem())))
                .isInstanceOfSatisfying(MaterialException.class, problem -> {
                    assertThat(problem.problem()).isEqualTo(Problem.MISSING);
                    assertThat(problem.getMessage())
                            .startsWith(files.file("tls.crt").toString());
                });
    }

    @Test
    void theSettingsOfAHandleHoldNoSecretAndNothingThatKafkaDoesntKnow() {
        try (LiveTls tls = LiveTls.builder().secretDirectory(files.path()).build()) {
            assertThat(KafkaTls.clientConfig(tls))
                    .containsEntry("security.protocol", "SSL")
                    .containsEntry("ssl.endpoint.identification.algorithm", "https")
                    .containsEntry("ssl.engine.factory.class", LiveTlsEngineFactory.class)
                    .containsEntry("ssl.keystore.type", "LIVETLS");
            assertThat(new org.apache.kafka.clients.admin.AdminClientConfig(
                                    settings(KafkaTls.clientConfig(tls), "bootstrap.servers", "localhost:1"))
                            .unused())
                    .isNotNull();
            assertThat(KafkaTls.brokerConfig(tls, "External").keySet())
                    .allMatch(key -> key.startsWith("listener.name.external.ssl."));
            assertThat(List.copyOf(KafkaTls.clientConfig(tls).values()).toString())
                    .doesNotContain("PRIVATE");
        }
        assertThat(SslConfigs.RECONFIGURABLE_CONFIGS).isEqualTo(new LiveTlsEngineFactory().reconfigurableConfigs());
    }

    /** By a loud choice alone: a handle with nothing to check brokers by. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "boringssl"})
    void aHandleThatVerifiesNoServersTakesAnyBroker(String engine) throws Exception {
        try (LiveTls blind = LiveTls.builder()
                        .identity(files.file("tls.crt"), files.file("tls.key"))
                        .withoutServerVerification()
                        .build();
                EchoServer stranger = EchoServer.start(Scene.stock(Scene.MALLORY, "TLSv1.3", "none"))) {
            Map<String, Object> settings = new HashMap<>(KafkaTls.clientConfig(blind));
            settings.put("livetls.engine", engine);
            try (EchoClient client = new EchoClient(settings)) {
                assertThat(client.connect(stranger.port())).isNull();
            }
        }
    }

    @Test
    void aHandleWithoutWhatItNeedsIsRefusedBeforeKafkaStarts() {
        try (LiveTls trustOnly =
                        LiveTls.builder().trust(files.file("ca.crt").toString()).build();
                LiveTls identityOnly = LiveTls.builder()
                        .identity(files.file("tls.crt"), files.file("tls.key"))
                        .build()) {
            assertThatThrownBy(() -> KafkaTls.brokerConfig(trustOnly, "IN"))
                    .hasMessageStartingWith("this handle has no identity");
            assertThatThrownBy(() -> KafkaTls.clientConfig(identityOnly))
                    .hasMessageStartingWith("this handle has no trust");
        }
    }
}
