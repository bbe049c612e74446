package io.livetls.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** Writes keys and certificates as text (RFC 7468). */
final class Pem {
    private static final int ITERATIONS = 2048;

    private Pem() {}

    /** Lazy: most tests encrypt nothing, and the provider takes a while to start. It is never registered. */
    private static final class Encryption {
        static final Provider PROVIDER = new BouncyCastleProvider();
    }

    static String certificates(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was issued here can't be encoded", e);
            }
        }
        return text.toString();
    }

    static String pkcs8(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    static String encryptedPkcs8(PrivateKey key, char[] passphrase) {
        try {
            return write(new JcaPKCS8Generator(
                    key,
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                            .setProvider(Encryption.PROVIDER)
                            .setPRF(PKCS8Generator.PRF_HMACSHA256)
                            .setIterationCount(ITERATIONS)
                            .setPassword(passphrase.clone())
                            .build()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the private key can't be encrypted", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String traditional(KeyPair keyPair) {
        PemObject plain = traditionalBlock(keyPair);
        return block(plain.getType(), plain.getContent());
    }

    static String encryptedTraditional(KeyPair keyPair, char[] passphrase) {
        traditionalBlock(keyPair);
        try {
            return write(new JcaMiscPEMGenerator(
                    keyPair.getPrivate(),
                    new JcePEMEncryptorBuilder("AES-256-CBC")
                            .setProvider(Encryption.PROVIDER)
                            .build(passphrase.clone())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PemObject traditionalBlock(KeyPair keyPair) {
        PrivateKey key = keyPair.getPrivate();
        try {
            return switch (key.getAlgorithm()) {
                case "RSA", "DSA" -> new JcaMiscPEMGenerator(key).generate();
                case "EC" -> new PemObject("EC PRIVATE KEY", sec1(keyPair).getEncoded());
                default ->
                    throw new IllegalStateException(
                            "a key of algorithm " + key.getAlgorithm() + " has no traditional format: use PKCS#8");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As OpenSSL writes it; the JDK's own PKCS#8 has neither the curve nor the public key within. */
    private static ECPrivateKey sec1(KeyPair keyPair) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(keyPair.getPrivate().getEncoded());
        ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(keyPair.getPublic().getEncoded());
        ASN1BitString point = publicKey.getPublicKeyData();
        int bits = ((java.security.interfaces.ECPrivateKey) keyPair.getPrivate())
                .getParams()
                .getOrder()
                .bitLength();
        return new ECPrivateKey(
                bits, bare.getKey(), point, info.getPrivateKeyAlgorithm().getParameters());
    }

    private static String write(PemObjectGenerator generator) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(generator);
        }
        return text.toString();
    }

    private static String block(String label, byte[] content) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + encoder.encodeToString(content) + "\n-----END " + label + "-----\n";
    }
}
