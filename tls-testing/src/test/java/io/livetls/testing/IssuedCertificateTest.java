package io.livetls.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IssuedCertificateTest {
    private static final char[] PASSPHRASE = "pässphrase".toCharArray();

    private final CertificateAuthority root = CertificateAuthority.create("Test root");

    @Test
    void certificatePemIsTheChainInOrder() throws Exception {
        IssuedCertificate issued =
                root.intermediate("Middle").intermediate("Low").issue();

        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(issued.certificatePem().getBytes(StandardCharsets.US_ASCII))))
                .hasSize(3)
                .isEqualTo(issued.chain());
        assertThat(issued.certificatePem().lines()).allMatch(line -> line.length() <= 64);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void everyKeyIsWrittenAsPkcs8PlainAndEncrypted(KeyAlgorithm algorithm) throws Exception {
        IssuedCertificate issued = root.issue(leaf -> leaf.key(algorithm));

        assertThat(issued.privateKeyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(decode(issued.privateKeyPem())).isEqualTo(issued.privateKey().getEncoded());
        assertThat(issued.encryptedPrivateKeyPem(PASSPHRASE)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
        assertThat(decode(issued.encryptedPrivateKeyPem(PASSPHRASE)))
                .isEqualTo(issued.privateKey().getEncoded());
        assertThat(PASSPHRASE).containsExactly("pässphrase".toCharArray());
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048,RSA", "EC_P256,EC", "EC_P384,EC", "EC_P521,EC", "DSA_2048,DSA"})
    void keyIsWrittenInTheTraditionalFormatPlainAndEncrypted(KeyAlgorithm algorithm, String label) throws Exception {
        IssuedCertificate issued = root.issue(leaf -> leaf.key(algorithm));

        assertThat(issued.traditionalPrivateKeyPem()).startsWith("-----BEGIN " + label + " PRIVATE KEY-----\n");
        assertHoldsKey(issued.traditionalPrivateKeyPem(), issued);
        assertThat(issued.encryptedTraditionalPrivateKeyPem(PASSPHRASE))
                .startsWith("-----BEGIN " + label + " PRIVATE KEY-----\n")
                .contains("Proc-Type: 4,ENCRYPTED\n", "DEK-Info: AES-256-CBC,");
        assertHoldsKey(issued.encryptedTraditionalPrivateKeyPem(PASSPHRASE), issued);
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_PSS_2048", "ED25519", "ED448"})
    void keyWithoutATraditionalFormatIsRejected(KeyAlgorithm algorithm) {
        IssuedCertificate issued = root.issue(leaf -> leaf.key(algorithm));

        assertThatIllegalStateException()
                .isThrownBy(issued::traditionalPrivateKeyPem)
                .withMessage(
                        "a key of algorithm %s has no traditional format: use PKCS#8",
                        issued.privateKey().getAlgorithm());
        assertThatIllegalStateException().isThrownBy(() -> issued.encryptedTraditionalPrivateKeyPem(PASSPHRASE));
    }

    @Test
    void keyStoreHasTheKeyAndTheChain() throws Exception {
        IssuedCertificate issued = root.intermediate("Middle").issue();

        KeyStore store = issued.toKeyStore("changeit".toCharArray());

        assertThat(store.getType()).isEqualTo("PKCS12");
        assertThat(store.getKey("identity", "changeit".toCharArray())).isEqualTo(issued.privateKey());
        assertThat(store.getCertificateChain("identity")).containsExactlyElementsOf(issued.chain());
    }

    @Test
    void keyIsNeverPrinted() {
        IssuedCertificate issued = root.issue(leaf -> leaf.commonName("api"));

        assertThat(issued)
                .hasToString("IssuedCertificate[CN=api, EC, serial "
                        + issued.certificate().getSerialNumber().toString(16) + "]");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DSA_2048")
    void jdkPeersShakeHandsWithCertificatesOfEveryAlgorithm(KeyAlgorithm algorithm) throws Exception {
        CertificateAuthority middle = root.intermediate("Middle");

        assertThat(handshake(
                        middle.issue(leaf -> leaf.key(algorithm)).sslContext(root),
                        middle.issue(leaf -> leaf.key(algorithm).clientAuth()).sslContext(root)))
                .isEqualTo("hello");
    }

    @Test
    void peerRefusesACertificateOfAnotherCa() {
        SSLContext server = root.impostor().issue().sslContext(root);

        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() -> handshake(server, root.issue().sslContext(root)));
        assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> handshake(server, root.sslContext()));
    }

    @Test
    void peerThatTrustsNobodyRefusesEveryCertificate() {
        IssuedCertificate issued = root.issue();

        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() -> handshake(issued.sslContext(root), issued.sslContext()));
    }

    /** Gives what the client read; the server asks for a certificate and says hello. */
    private static String handshake(SSLContext server, SSLContext client) throws IOException {
        try (SSLServerSocket listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setNeedClientAuth(true);
            CompletableFuture<Boolean> served = CompletableFuture.supplyAsync(() -> FileWork.get(() -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                    accepted.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                    return true;
                }
            }));
            try (SSLSocket socket = (SSLSocket)
                    client.getSocketFactory().createSocket(listening.getInetAddress(), listening.getLocalPort())) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            } finally {
                served.exceptionally(refused -> false).join();
            }
        }
    }

    /** The PKCS#8 that BouncyCastle's reader finds in the text. */
    private static byte[] decode(String pem) throws Exception {
        Object read = read(pem);
        if (read instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return encrypted
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(PASSPHRASE))
                    .getEncoded();
        }
        return ((PrivateKeyInfo) read).getEncoded();
    }

    /** The text gives back both keys: the private one, and the public one that only the whole structure has. */
    private static void assertHoldsKey(String pem, IssuedCertificate issued) throws Exception {
        Object read = read(pem);
        PEMKeyPair pair = read instanceof PEMEncryptedKeyPair encrypted
                ? encrypted.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(PASSPHRASE))
                : (PEMKeyPair) read;
        KeyPair keyPair = new JcaPEMKeyConverter().getKeyPair(pair);
        assertThat(keyPair.getPublic()).isEqualTo(issued.certificate().getPublicKey());
        if (keyPair.getPrivate() instanceof ECPrivateKey key) {
            // The JDK compares the encodings of EC keys, and these differ.
            assertThat(key.getS()).isEqualTo(((ECPrivateKey) issued.privateKey()).getS());
        } else {
            assertThat(keyPair.getPrivate()).isEqualTo(issued.privateKey());
        }
    }

    private static Object read(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return parser.readObject();
        }
    }
}
