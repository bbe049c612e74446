package io.livetls.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;

/** Key stores of each type: with a key, with trusted certificates, and PKCS#12 without encryption and MAC. */
final class SeedKeyStores {
    static final List<byte[]> ALL = all();

    private SeedKeyStores() {}

    private static List<byte[]> all() {
        // As few rounds of hashing as there can be, or there would be few inputs a second.
        for (String part : List.of("keyPbe", "certPbe", "mac")) {
            Security.setProperty("keystore.pkcs12." + part + "IterationCount", "1");
        }
        try {
            return List.of(
                    plainPkcs12(),
                    withKey("PKCS12"),
                    trusting("PKCS12"),
                    withKey("JKS"),
                    trusting("JKS"),
                    withKey("JCEKS"),
                    trusting("JCEKS"));
        } catch (GeneralSecurityException | IOException | PKCSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] withKey(String type) throws GeneralSecurityException, IOException {
        KeyStore store = empty(type);
        store.setKeyEntry("key", GeneratedKeys.P256.getPrivate(), SeedKeys.PASSPHRASE.toCharArray(), new Certificate[] {
            certificate(SeedCertificates.EC)
        });
        return stored(store);
    }

    private static byte[] trusting(String type) throws GeneralSecurityException, IOException {
        KeyStore store = empty(type);
        store.setCertificateEntry("one", certificate(SeedCertificates.ED25519));
        store.setCertificateEntry("two", certificate(SeedCertificates.PSS));
        return stored(store);
    }

    private static byte[] plainPkcs12() throws IOException, PKCSException {
        PKCS12SafeBagBuilder key = new PKCS12SafeBagBuilder(
                PrivateKeyInfo.getInstance(GeneratedKeys.P256.getPrivate().getEncoded()));
        PKCS12SafeBagBuilder certificate = new PKCS12SafeBagBuilder(new X509CertificateHolder(SeedCertificates.EC));
        for (PKCS12SafeBagBuilder bag : List.of(key, certificate)) {
            bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString("key"));
            bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DEROctetString(new byte[4]));
        }
        return new PKCS12PfxPduBuilder()
                .addData(key.build())
                .addData(certificate.build())
                .build(null, null)
                .getEncoded();
    }

    private static KeyStore empty(String type) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        return store;
    }

    private static byte[] stored(KeyStore store) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, SeedKeys.PASSPHRASE.toCharArray());
        return out.toByteArray();
    }

    private static Certificate certificate(byte[] der) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
