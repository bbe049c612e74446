package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.config.ConfigurationException;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A chosen provider: what it is given, and what is refused since it would not do it. */
class JsseProviderTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");

    private LiveTls.Builder trusting() {
        return LiveTls.builder().trustCertificates(List.of(ca.certificate()));
    }

    @Test
    void engineAndContextAreThoseOfTheProviderWhichIsNotRegistered() {
        Provider conscrypt = Conscrypt.newProvider();
        try (LiveTls tls = trusting().jsseProvider(conscrypt).build()) {
            assertThat(tls.sslContext().getProvider()).isSameAs(conscrypt);
            SSLEngine engine = tls.sslContext().createSSLEngine("localhost", 443);
            assertThat(engine.getSupportedCipherSuites()).doesNotContain("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384");
            assertThat(Security.getProviders()).doesNotContain(conscrypt);
        }
    }

    @Test
    void aProviderWithoutTlsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trusting().jsseProvider(Security.getProvider("SUN")))
                .withMessage("SUN is no JSSE provider: it has no SSLContext for TLS. Give one that has, such as"
                        + " Conscrypt.newProvider()");
    }

    @Test
    void cipherSuitesThatTheProviderWouldWidenAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trusting()
                        .jsseProvider(Conscrypt.newProvider())
                        .cipherSuites("TLS_AES_256_GCM_SHA384")
                        .build())
                .withMessageStartingWith("Conscrypt enables other cipher suites than are set: ")
                .withMessageContaining("TLS_AES_128_GCM_SHA256")
                .withMessageContaining("TLS 1.3 on or off together");
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        try (LiveTls tls = trusting()
                .jsseProvider(Conscrypt.newProvider())
                .protocols("TLSv1.2")
                .cipherSuites(suite)
                .build()) {
            assertThat(tls.sslContext().createSSLEngine().getEnabledCipherSuites())
                    .containsExactly(suite);
        }
    }

    @Test
    void whatTheProviderDoesNotHaveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trusting()
                        .jsseProvider(Conscrypt.newProvider())
                        .cipherSuites("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384")
                        .build())
                .withMessageStartingWith("Conscrypt can't be set so: ")
                .withMessageContaining("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384")
                .withMessageContaining("It has the protocols ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trusting()
                        .jsseProvider(Conscrypt.newProvider())
                        .protocols("TLSv1.1", "TLSv1.2")
                        .build())
                .withMessageStartingWith("Conscrypt ");
    }

    /** It would show none, and a client without a certificate is somebody else to a server where that is optional. */
    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ED448", "RSA_PSS_2048", "DSA_2048"})
    void anIdentityThatConscryptWouldNotShowIsRefused(KeyAlgorithm algorithm) {
        IssuedCertificate unfit = ca.issue(leaf -> leaf.key(algorithm));
        assertThatThrownBy(() -> new Rotating(Jsse.CONSCRYPT, ClientAuth.NONE, unfit, ca))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.REFUSED))
                .hasMessageStartingWith("Conscrypt shows no certificate with a key of ")
                .hasMessageEndingWith(". Use an RSA or EC key, or leave the JSSE provider out.");
        IssuedCertificate first = ca.issue();
        try (Rotating live = new Rotating(Jsse.CONSCRYPT, ClientAuth.NONE, first, ca)) {
            live.offer(unfit, ca);
            assertThat(live.tls().reload()).isInstanceOf(ReloadResult.Failed.class);
            assertThat(live.tls().current().identity())
                    .isNotNull()
                    .satisfies(identity -> assertThat(identity.leaf()).isEqualTo(first.certificate()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384", "EC_P521", "RSA_2048"})
    void otherKeysShakeHandsBothWays(KeyAlgorithm algorithm) throws Exception {
        try (Rotating conscrypt =
                        new Rotating(Jsse.CONSCRYPT, ClientAuth.REQUIRE, ca.issue(leaf -> leaf.key(algorithm)), ca);
                Rotating jdk = new Rotating(Jsse.JDK, ClientAuth.REQUIRE, ca.issue(), ca)) {
            InMemory.handshake(engine(conscrypt, true), engine(jdk, false));
            InMemory.handshake(engine(jdk, true), engine(conscrypt, false));
        }
    }

    private static SSLEngine engine(Rotating live, boolean client) {
        SSLEngine engine = live.tls().sslContext().createSSLEngine("localhost", 443);
        engine.setUseClientMode(client);
        return engine;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Conscrypt", "conscrypt", "SunJSSE"})
    void aVariableNamesTheProviderForOneChannelOrForAll(String name, @TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("ca.pem"), ca.certificatePem());
        Map<String, String> environment = Map.of(
                "MM_TLS_ENABLED",
                "true",
                "MM_TLS_TRUST_CERT_PATH",
                file.toString(),
                "MM_TLS_KAFKA__JSSE_PROVIDER",
                name);
        try (LiveTls kafka = LiveTls.fromEnvironment(environment, "kafka");
                LiveTls other = LiveTls.fromEnvironment(environment, "other")) {
            assertThat(kafka.sslContext().getProvider().getName()).isEqualToIgnoringCase(name);
            assertThat(other.sslContext().getProvider().getName()).isEqualTo("SunJSSE");
        }
    }

    @Test
    void aVariableThatNamesNoProviderIsAnErrorThatNamesThem() {
        assertThatThrownBy(() -> LiveTls.fromEnvironment(
                        Map.of("MM_TLS_ENABLED", "true", "MM_TLS_JSSE_PROVIDER", "Conscript"), ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MM_TLS_JSSE_PROVIDER")
                .hasMessageContaining(
                        "there is no JSSE provider 'Conscript' here (expected: Conscrypt, or the name of a registered one such as SunJSSE)")
                .hasMessageContaining("org.conscrypt:conscrypt-openjdk-uber");
    }
}
