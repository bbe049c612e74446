package io.livetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTlsBuilderTest {
    private static final char[] PASSPHRASE = "changeit".toCharArray();

    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final CertificateAuthority other = CertificateAuthority.create("Other");
    private final IssuedCertificate issued = ca.issue();

    @TempDir
    Path directory;

    @Test
    void anEncryptedKeyOpensWithItsPassphraseAlsoOnReload() throws Exception {
        Path certificate = write("tls.crt", issued.certificatePem());
        Path key = write("tls.key", issued.encryptedPrivateKeyPem(PASSPHRASE));
        char[] given = PASSPHRASE.clone();
        try (LiveTls tls = LiveTls.builder().identity(certificate, key, given).build()) {
            java.util.Arrays.fill(given, 'x');
            IssuedCertificate next = ca.rekey(issued);
            write("tls.crt", next.certificatePem());
            write("tls.key", next.encryptedPrivateKeyPem(PASSPHRASE));
            tls.reload();
            assertThat(Following.leaf(tls)).isEqualTo(next.certificate());
        }
        assertThatThrownBy(() -> LiveTls.builder().identity(certificate, key).build())
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PASSPHRASE_MISSING))
                .hasMessageContaining(key.toString());
        assertThatThrownBy(() -> LiveTls.builder()
                        .identity(certificate, key, "wrong".toCharArray())
                        .build())
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PASSPHRASE_WRONG))
                .hasMessageNotContaining("wrong\"")
                .hasMessageContaining(key.toString());
    }

    @Test
    void oneFileMayHoldKeyAndChain() throws Exception {
        Path both = write("both.pem", issued.privateKeyPem() + issued.certificatePem());
        try (LiveTls tls = LiveTls.builder().identity(both, both).build()) {
            assertThat(Following.leaf(tls)).isEqualTo(issued.certificate());
        }
    }

    @Test
    void inlineTextMayBePemOrBase64OfIt() {
        String base64 =
                Base64.getMimeEncoder().encodeToString(issued.certificatePem().getBytes(StandardCharsets.US_ASCII));
        try (LiveTls tls = LiveTls.builder()
                .identityPem(base64, issued.privateKeyPem(), null)
                .trustPem(ca.certificatePem())
                .build()) {
            assertThat(Following.leaf(tls)).isEqualTo(issued.certificate());
            assertThat(Following.trust(tls.current()).certificates()).containsExactly(ca.certificate());
        }
        assertThatThrownBy(() -> LiveTls.builder().trustPem("/etc/tls/ca.crt!"))
                .isInstanceOf(MaterialException.class)
                .hasMessageContaining("neither PEM nor base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void keyStoresGiveIdentityAndTrustAndAreFollowed(String type) throws Exception {
        Path keys = keyStore(type, "keys", issued);
        Path trust = trustStore(type, "trust", ca);
        try (LiveTls tls = LiveTls.builder()
                .keyStore(keys, PASSPHRASE)
                .trustStore(trust, PASSPHRASE)
                .reloadInterval(Duration.ofHours(1))
                .build()) {
            assertThat(Following.leaf(tls)).isEqualTo(issued.certificate());
            Following following = new Following(tls);
            IssuedCertificate next = ca.rekey(issued);
            keyStore(type, "keys", next);
            following.presents(next.certificate());
            trustStore(type, "trust", other);
            assertThat(tls.reload().current().trustAnchors())
                    .isEqualTo(TrustAnchors.of(List.of(other.certificate()), "test"));
        }
        assertThatThrownBy(() ->
                        LiveTls.builder().keyStore(keys, "wrong".toCharArray()).build())
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PASSPHRASE_WRONG));
        assertThatThrownBy(() -> LiveTls.builder().keyStore(trust, PASSPHRASE).build())
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING))
                .hasMessageContaining("no private key");
        assertThatThrownBy(() -> LiveTls.builder().trustStore(keys, PASSPHRASE).build())
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING))
                .hasMessageContaining("keytool -importcert");
    }

    @Test
    void theSystemsCasAloneAndMergedWithAPrivateOne() throws Exception {
        int alone;
        try (LiveTls tls = LiveTls.builder().trustSystem().build()) {
            alone = Following.trust(tls.current()).certificates().size();
            assertThat(alone).isGreaterThan(10);
        }
        Path file = write("ca.crt", ca.certificatePem());
        try (LiveTls tls =
                LiveTls.builder().trustSystem().trust(file.toString()).build()) {
            assertThat(Following.trust(tls.current()).certificates()).hasSize(alone + 1);
        }
    }

    @Test
    void materialOfTheProgramIsAskedForAtEachLook() {
        AtomicReference<Material> vault =
                new AtomicReference<>(Material.of(Identity.of(issued.privateKey(), issued.chain())));
        try (LiveTls tls = LiveTls.builder().material(vault::get).build()) {
            assertThat(tls.reload()).isInstanceOf(ReloadResult.Unchanged.class);
            IssuedCertificate next = ca.rekey(issued);
            vault.set(Material.of(Identity.of(next.privateKey(), next.chain())));
            assertThat(tls.reload()).isInstanceOf(ReloadResult.Updated.class);
            vault.set(new Material(null, null));
            assertThat(tls.reload())
                    .isInstanceOfSatisfying(
                            ReloadResult.Failed.class,
                            failed -> assertThat(failed.cause().problem()).isEqualTo(Problem.MISSING));
            assertThat(Following.leaf(tls)).isEqualTo(next.certificate());
        }
    }

    @Test
    void aSupplierThatThrowsFailsTheReloadAndNothingElse() {
        AtomicReference<RuntimeException> fault = new AtomicReference<>();
        try (LiveTls tls = LiveTls.builder()
                .material(() -> {
                    if (fault.get() != null) {
                        throw fault.get();
                    }
                    return Material.of(Identity.of(issued.privateKey(), issued.chain()));
                })
                .build()) {
            fault.set(new IllegalStateException("the vault is sealed"));
            assertThat(tls.reload())
                    .isInstanceOfSatisfying(
                            ReloadResult.Failed.class,
                            failed -> assertThat(failed.cause()).hasRootCause(fault.get()));
            assertThat(Following.leaf(tls)).isEqualTo(issued.certificate());
        }
    }

    @Test
    void aSecretDirectoryMayLackACaButNotLoseIt() throws Exception {
        write("tls.crt", issued.certificatePem());
        write("tls.key", issued.privateKeyPem());
        try (LiveTls tls = LiveTls.builder().secretDirectory(directory).build()) {
            assertThat(tls.current().trustAnchors()).isNull();
            write("ca.crt", ca.certificatePem());
            assertThat(tls.reload()).isInstanceOf(ReloadResult.Updated.class);
            assertThat(tls.current().trustAnchors()).isNotNull();
            Files.delete(directory.resolve("ca.crt"));
            assertThat(tls.reload())
                    .isInstanceOfSatisfying(
                            ReloadResult.Failed.class,
                            failed -> assertThat(failed.cause()).hasMessageContaining("gone"));
            assertThat(tls.current().trustAnchors()).isNotNull();
        }
    }

    @Test
    void nothingSetIsAnErrorThatSaysWhatToSet() {
        assertThatThrownBy(() -> LiveTls.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("identity(...)")
                .hasMessageContaining("trust(...)");
    }

    @Test
    void settingOneThingTwiceNamesBothValues() {
        assertThatThrownBy(
                        () -> LiveTls.builder().clientAuth(ClientAuth.REQUIRE).clientAuth(ClientAuth.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("clientAuth was set twice: first REQUIRE, then NONE. Set it once");
        assertThatThrownBy(() -> LiveTls.builder().trust("/a").trust("/b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/a")
                .hasMessageContaining("/b");
    }

    @Test
    void twoIdentitiesContradictAndBothAreNamed() {
        assertThatThrownBy(() -> LiveTls.builder()
                        .identity(Path.of("/a.crt"), Path.of("/a.key"))
                        .secretDirectory(Path.of("/etc/tls")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("identity(/a.crt, /a.key)")
                .hasMessageContaining("secretDirectory(/etc/tls)");
    }

    @Test
    void clientAuthNeedsTrustAndAnIdentity() {
        assertThatThrownBy(() -> LiveTls.builder()
                        .identity(issued.privateKey(), issued.chain())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clientAuth(REQUIRE)")
                .hasMessageContaining("trust(");
        assertThatThrownBy(() -> LiveTls.builder()
                        .trustCertificates(List.of(ca.certificate()))
                        .clientAuth(ClientAuth.OPTIONAL)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("identity(...)");
    }

    @Test
    void protocolsAndCipherSuitesReachTheContext() {
        try (LiveTls tls = LiveTls.builder()
                .identity(issued.privateKey(), issued.chain())
                .protocols("TLSv1.3")
                .cipherSuites("TLS_AES_256_GCM_SHA384")
                .build()) {
            assertThat(tls.sslContext().createSSLEngine().getEnabledProtocols()).containsExactly("TLSv1.3");
            assertThat(tls.sslContext().getDefaultSSLParameters().getCipherSuites())
                    .containsExactly("TLS_AES_256_GCM_SHA384");
        }
    }

    @Test
    void aProtocolOrCipherSuiteThatNoEngineHasIsAnErrorThatListsThoseThatThereAre() {
        assertThatThrownBy(() -> LiveTls.builder()
                        .trustSystem()
                        .protocols("TLSv1.3", "TLSv1.4")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'TLSv1.4' is a protocol that no TLS engine here has (expected: TLSv1.3, TLSv1.2, TLSv1.1,"
                        + " TLSv1, SSLv3, SSLv2Hello)");
        assertThatThrownBy(() -> LiveTls.builder()
                        .trustSystem()
                        .cipherSuites("TLS_AES_128_GCM_SHA265")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "'TLS_AES_128_GCM_SHA265' is a cipher suite that no TLS engine here has (expected:")
                .hasMessageContaining("TLS_AES_128_GCM_SHA256, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_AES_128_GCM_SHA256",
                "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
                "SSL_RSA_WITH_3DES_EDE_CBC_SHA",
                "SSL_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_PSK_WITH_AES_128_CBC_SHA",
                "SSL_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"
            })
    void aCipherSuiteThatOneEngineHasIsPossible(String suite) {
        LiveTls.builder().trustSystem().cipherSuites(suite).build().close();
    }

    @Test
    void aSelfSignedPairIsMadeOnceAndKept() throws Exception {
        Path certificate = directory.resolve("made/tls.crt");
        Path key = directory.resolve("made/tls.key");
        X509Certificate first;
        try (LiveTls tls = LiveTls.builder()
                .selfSigned(certificate, key, "redis", "redis.svc")
                .build()) {
            first = Following.leaf(tls);
            assertThat(first.getSubjectX500Principal()).hasToString("CN=redis");
        }
        try (LiveTls tls =
                LiveTls.builder().selfSigned(certificate, key, "redis").build()) {
            assertThat(Following.leaf(tls)).isEqualTo(first);
        }
        assertThatThrownBy(() -> LiveTls.builder().selfSigned(certificate, key))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LiveTls.builder().identity(certificate, key).selfSigned(certificate, key, "redis"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("contradict");
    }

    @Test
    void nothingPrintedHoldsASecret() throws Exception {
        Path certificate = write("tls.crt", issued.certificatePem());
        Path key = write("tls.key", issued.encryptedPrivateKeyPem(PASSPHRASE));
        try (LiveTls tls =
                LiveTls.builder().identity(certificate, key, PASSPHRASE).build()) {
            String body = Base64.getEncoder().encodeToString(issued.privateKey().getEncoded());
            for (Object printed : List.of(tls, tls.current(), tls.settings(), tls.reload())) {
                assertThat(printed.toString())
                        .doesNotContain("changeit", "PRIVATE KEY", body.substring(40, 60))
                        .doesNotContain(issued.privateKey().toString());
            }
        }
    }

    private Path write(String name, String content) throws java.io.IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private Path keyStore(String type, String name, IssuedCertificate identity) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry(
                "key",
                identity.privateKey(),
                PASSPHRASE,
                identity.chain().toArray(new java.security.cert.Certificate[0]));
        return stored(store, name);
    }

    private Path trustStore(String type, String name, CertificateAuthority trusted) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("ca", trusted.certificate());
        return stored(store, name);
    }

    private Path stored(KeyStore store, String name) throws Exception {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSPHRASE);
        }
        return file;
    }
}
