package io.livetls.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key stores that the platform opens, or means to, and that hold no identity. */
class KeyStoreIdentityTest {
    private static final char[] PASSPHRASE = "changeit".toCharArray();

    private final PrivateKey key;
    private final X509Certificate certificate;

    @TempDir
    Path directory;

    KeyStoreIdentityTest() {
        IssuedCertificate issued = CertificateAuthority.create("ca").issue();
        key = issued.privateKey();
        certificate = issued.certificate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS", "JCEKS"})
    void aMissingPassphraseIsSaidToBeMissing(String type) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry("key", key, PASSPHRASE, new Certificate[] {certificate});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSPHRASE);
        assertThat(refusal(out.toByteArray(), null).problem()).isEqualTo(Problem.PASSPHRASE_MISSING);
    }

    @Test
    void aKeyWithoutACertificateIsSaidToHaveNone() throws Exception {
        byte[] content = new PKCS12PfxPduBuilder()
                .addData(new PKCS12SafeBagBuilder(PrivateKeyInfo.getInstance(key.getEncoded())).build())
                .build(null, null)
                .getEncoded();
        assertThat(refusal(content, PASSPHRASE).problem()).isEqualTo(Problem.MISSING);
    }

    @Test
    void aKeyStoreNestedTooDeepForThePlatformIsMalformed() throws Exception {
        byte[] oid = PKCSObjectIdentifiers.id_RSASSA_PSS.getEncoded();
        byte[] nested = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS).getEncoded();
        for (int i = 0; i < 5_000; i++) {
            nested = element(0x30, oid, element(0x30, element(0xa0, nested)));
        }
        byte[] bag = element(
                0x30,
                PKCSObjectIdentifiers.certBag.getEncoded(),
                element(
                        0xa0,
                        element(
                                0x30,
                                PKCSObjectIdentifiers.x509Certificate.getEncoded(),
                                element(0xa0, element(4, signedBy(nested))))));
        byte[] data = PKCSObjectIdentifiers.data.getEncoded();
        byte[] contents = element(0x30, data, element(0xa0, element(4, element(0x30, bag))));
        byte[] content = element(
                0x30, new byte[] {2, 1, 3}, element(0x30, data, element(0xa0, element(4, element(0x30, contents)))));
        assertThat(refusal(content, PASSPHRASE).problem()).isEqualTo(Problem.MALFORMED);
    }

    private MaterialException refusal(byte[] content, char @Nullable [] passphrase) throws Exception {
        Path file = Files.write(directory.resolve("store"), content);
        KeyStoreIdentity source = new KeyStoreIdentity(file, new Passphrase(passphrase));
        try (Reading reading = Reading.of(List.of(file))) {
            MaterialException refusal =
                    catchThrowableOfType(MaterialException.class, () -> source.load(reading, new CertificateCache()));
            assertThat(refusal).isNotNull();
            assertThat(refusal.location().map(Location::source)).contains(file.toString());
            return refusal;
        }
    }

    /** The certificate, with another signature algorithm in both places. */
    private byte[] signedBy(byte[] algorithm) throws Exception {
        ASN1Sequence whole = ASN1Sequence.getInstance(certificate.getEncoded());
        ASN1Sequence fields = ASN1Sequence.getInstance(whole.getObjectAt(0));
        byte[][] parts = new byte[fields.size()][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] =
                    i == 2 ? algorithm : fields.getObjectAt(i).toASN1Primitive().getEncoded();
        }
        return element(
                0x30,
                element(0x30, parts),
                algorithm,
                whole.getObjectAt(2).toASN1Primitive().getEncoded());
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x83);
        out.write(content.size() >> 16);
        out.write(content.size() >> 8);
        out.write(content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
