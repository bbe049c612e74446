package io.livetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.check.Finding;
import io.livetls.check.Finding.Kind;
import io.livetls.config.ConfigurationException;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks and generated certificates by variables alone. */
class CertificateVariablesTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path directory;

    private LiveTls open(String channel) {
        return LiveTls.fromEnvironment(environment, channel);
    }

    private void secret(String variable, IssuedCertificate issued) {
        try {
            Path secret = Files.createDirectories(directory.resolve(variable));
            Files.writeString(secret.resolve("tls.crt"), issued.certificatePem());
            Files.writeString(secret.resolve("tls.key"), issued.privateKeyPem());
            Files.writeString(secret.resolve("ca.crt"), ca.certificatePem());
            environment.put(variable, secret.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy whose certificate has to cover the outer host, and has to be of the CA that the ingress knows. */
    @Test
    void aCertificateThatDoesNotCoverTheHostOrIsOfAnotherCaIsRefused() {
        environment.put("MM_TLS_EXPECT_HOSTS", "Proxy.example, *.apps.example , 10.0.0.1");
        environment.put("MM_TLS_CHECKS", "hosts,issuer");
        secret(
                "MM_TLS_SECRET_DIR",
                ca.issue(leaf -> leaf.dns("proxy.example", "*.apps.example").ip("10.0.0.1")));
        open("").close();
        secret("MM_TLS_SECRET_DIR", ca.issue(leaf -> leaf.dns("proxy.example").ip("10.0.0.1")));
        assertThatThrownBy(() -> open(""))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNFIT))
                .hasMessageStartingWith(directory.resolve("MM_TLS_SECRET_DIR/tls.crt") + ": ")
                .hasMessageContaining("doesn't cover *.apps.example");
        secret(
                "MM_TLS_SECRET_DIR",
                CertificateAuthority.create("Other")
                        .issue(leaf ->
                                leaf.dns("proxy.example", "*.apps.example").ip("10.0.0.1")));
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(MaterialException.class)
                .hasMessageContaining("wasn't issued by");
        environment.put("MM_TLS_CHECKS", "none");
        try (LiveTls tls = open("")) {
            assertThat(tls.findings()).as("nobody asks for the issuer").isEmpty();
        }
    }

    @Test
    void theCommonNameCoversTheHostWhereADeploymentAsksForIt() {
        secret(
                "MM_TLS_SECRET_DIR",
                ca.issue(leaf -> leaf.commonName("proxy.example").noNames()));
        environment.put("MM_TLS_EXPECT_HOSTS", "proxy.example");
        environment.put("MM_TLS_CHECKS", "HOSTS");
        assertThatThrownBy(() -> open("")).isInstanceOf(MaterialException.class);
        environment.put("MM_TLS_ACCEPT_COMMON_NAME", "true");
        open("").close();
    }

    @Test
    void anIssuerOfItsOwnMayBeNamed() {
        CertificateAuthority edge = CertificateAuthority.create("Edge");
        secret("MM_TLS_SECRET_DIR", edge.issue());
        Path issuer = write("edge.crt", edge.certificatePem());
        environment.put("MM_TLS_EXPECT_ISSUER", issuer.toString());
        environment.put("MM_TLS_CHECKS", "issuer");
        try (LiveTls tls = open("")) {
            assertThat(Following.trust(tls.current()).certificates()).containsExactly(ca.certificate());
        }
        environment.put(
                "MM_TLS_EXPECT_ISSUER", write("ca.crt", ca.certificatePem()).toString());
        assertThatThrownBy(() -> open("")).isInstanceOf(MaterialException.class);
    }

    @Test
    void eachChannelHasItsOwnCertificateAndExpectations() {
        secret("MM_TLS_SECRET_DIR", ca.issue(leaf -> leaf.dns("engine.svc")));
        secret(
                "MM_TLS_INGRESS__SECRET_DIR",
                ca.issue(leaf -> leaf.dns("ingress.svc").serverAuth()));
        environment.put("MM_TLS_EXPECT_HOSTS", "engine.svc");
        environment.put("MM_TLS_INGRESS__EXPECT_HOSTS", "ingress.svc");
        environment.put("MM_TLS_INGRESS__EXPECT_ROLES", "server, client");
        environment.put("MM_TLS_CHECKS", "hosts,validity");
        open("").close();
        open("functions").close();
        try (LiveTls ingress = open("ingress")) {
            assertThat(ingress.findings())
                    .extracting(Finding::remedy)
                    .containsExactly("Have it issued with clientAuth");
        }
        environment.put("MM_TLS_INGRESS__CHECKS", "usage");
        assertThatThrownBy(() -> open("ingress")).isInstanceOf(MaterialException.class);
        environment.put("MM_TLS_INGRESS__CHECKS", "hosts");
        environment.remove("MM_TLS_INGRESS__EXPECT_HOSTS");
        assertThatThrownBy(() -> open("ingress"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "MM_TLS_INGRESS__CHECKS: hosts are to be checked, and MM_TLS_INGRESS__EXPECT_HOSTS isn't set."
                                + " Set it, or set MM_TLS_INGRESS__CHECKS without hosts.");
    }

    @Test
    void podsOfOneServiceAreServerAndClientToEachOther() {
        secret("MM_TLS_SECRET_DIR", ca.issue(leaf -> leaf.serverAuth()));
        environment.put("MM_TLS_EXPECT_ROLES", "server");
        try (LiveTls service = open("");
                LiveTls internal = open("internal")) {
            assertThat(service.findings()).isEmpty();
            assertThat(internal.findings()).extracting(Finding::kind).containsExactly(Kind.ROLE_NOT_ALLOWED);
        }
        environment.put("MM_TLS_INTERNAL__EXPECT_ROLES", "server");
        try (LiveTls internal = open("internal")) {
            assertThat(internal.findings()).isEmpty();
        }
    }

    @Test
    void thatAHandleTrustsItsOwnCertificateDoesNotMakeItIssued() {
        IssuedCertificate selfSigned = IssuedCertificate.selfSigned(leaf -> leaf.dns("pod"));
        secret("MM_TLS_SECRET_DIR", selfSigned);
        environment.put("MM_TLS_CHECKS", "issuer");
        assertThatThrownBy(() -> open("internal"))
                .isInstanceOf(MaterialException.class)
                .hasMessageContaining("wasn't issued by a trusted CA");
        environment.put(
                "MM_INTERNAL_TRUST_CERTS",
                write("pod.crt", selfSigned.certificatePem()).toString());
        open("internal").close();
    }

    @Test
    void aClientWithoutACertificateTakesNoExpectationsOver() {
        environment.put("MM_TLS_ENABLED", "true");
        environment.put("MM_TLS_EXPECT_HOSTS", "a.example");
        environment.put("MM_TLS_CHECKS", "hosts");
        environment.put("MM_TLS_EXPIRES_SOON", "30d");
        open("http").close();
        environment.put("MM_TLS_HTTP__CHECKS", "validity");
        assertThatThrownBy(() -> open("http"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "MM_TLS_HTTP__CHECKS: it is about the certificate that is presented, and without a private key"
                                + " there is none. Unset it, or set MM_TLS_HTTP__PRIVATE_KEY_PATH.");
    }

    @Test
    void wordsThatAreNoneAreErrorsOfTheirVariable() {
        secret("MM_TLS_SECRET_DIR", ca.issue());
        environment.put("MM_TLS_CHECKS", "hosts,everything");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MM_TLS_CHECKS: 'everything' isn't one of HOSTS, ISSUER, USAGE, VALIDITY.");
        environment.remove("MM_TLS_CHECKS");
        environment.put("MM_TLS_EXPECT_HOSTS", "a.example,https://b.example");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MM_TLS_EXPECT_HOSTS: host: 'https://b.example' is no host (expected: ");
        environment.remove("MM_TLS_EXPECT_HOSTS");
        environment.put("MM_TLS_PROTOCOLS", "TLSv1.3, TLSv1.4");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "MM_TLS_PROTOCOLS: 'TLSv1.4' is a protocol that no TLS engine here has (expected:"
                                + " TLSv1.3, TLSv1.2,");
        environment.remove("MM_TLS_PROTOCOLS");
        environment.put("MM_TLS_KAFKA__CIPHERS", "ECDHE-RSA-AES128-GCM-SHA256");
        assertThatThrownBy(() -> open("kafka"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MM_TLS_KAFKA__CIPHERS: 'ECDHE-RSA-AES128-GCM-SHA256' is a cipher suite");
    }

    /** An upgrade finds the pair on its volume, and goes on with it. */
    @Test
    void aSelfSignedCertificateIsMadeForTheServiceAndKeptOverARestart() {
        environment.put("MM_TLS_GENERATE", "self-signed");
        environment.put("MM_TLS_SERVICE_NAME", "redis, redis.default.svc");
        environment.put("MM_TLS_SECRET_DIR", directory.resolve("volume/tls").toString());
        X509Certificate made;
        try (LiveTls tls = open("")) {
            made = Following.leaf(tls);
            assertThat(made.getSubjectX500Principal()).hasToString("CN=redis");
            assertThat(tls.findings()).isEmpty();
        }
        environment.put("MM_TLS_SERVICE_NAME", "redis,renamed.default.svc");
        try (LiveTls tls = open("")) {
            assertThat(Following.leaf(tls)).isEqualTo(made);
            assertThat(tls.findings())
                    .as("what was kept isn't for the new name")
                    .extracting(Finding::what)
                    .containsExactly("the certificate of CN=redis doesn't cover renamed.default.svc");
        }
        environment.remove("MM_TLS_SECRET_DIR");
        environment.put(
                "MM_TLS_KEY_CERT_PATH", directory.resolve("two/cert.pem").toString());
        environment.put(
                "MM_TLS_PRIVATE_KEY_PATH", directory.resolve("two/key.pem").toString());
        try (LiveTls tls = open("")) {
            assertThat(Following.leaf(tls)).isNotEqualTo(made);
        }
    }

    @Test
    void whatCannotBeGeneratedIsAnErrorOfTheVariable() {
        environment.put("MM_TLS_GENERATE", "self-signed");
        environment.put("MM_TLS_SECRET_DIR", directory.toString());
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("MM_TLS_GENERATE: nothing says for whom, since MM_TLS_SERVICE_NAME isn't set. Set it to the"
                        + " service's name, or to several that are separated by commas.");
        environment.put("MM_TLS_SERVICE_NAME", "not a name");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MM_TLS_SERVICE_NAME: host: 'not a name' is no host");
        environment.put("MM_TLS_SERVICE_NAME", "redis");
        environment.put("MM_TLS_GENERATE", "ca-signed");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MM_TLS_GENERATE: 'ca-signed' isn't one of NONE, SELF_SIGNED.");
        environment.put("MM_TLS_GENERATE", "self-signed");
        environment.put("MM_TLS_PRIVATE_KEY_PASSPHRASE", "geheim");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a generated key isn't encrypted")
                .hasMessageNotContaining("geheim");
        environment.remove("MM_TLS_PRIVATE_KEY_PASSPHRASE");
        environment.remove("MM_TLS_SECRET_DIR");
        environment.put("MM_TLS_KEY_CERT", "PEM");
        environment.put("MM_TLS_PRIVATE_KEY", "PEM");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a key that stands in MM_TLS_PRIVATE_KEY isn't generated");
        environment.remove("MM_TLS_KEY_CERT");
        environment.remove("MM_TLS_PRIVATE_KEY");
        environment.put("MM_TLS_KEY_CERT_PATH", "/both.pem");
        environment.put("MM_TLS_PRIVATE_KEY_PATH", "/both.pem");
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("two files, and both are /both.pem");
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
