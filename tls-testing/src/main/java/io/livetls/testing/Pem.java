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
import java.security.interfaces.ECKey;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.MiscPEMGenerator;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

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
        return traditional(keyPair, null);
    }

    static String encryptedTraditional(KeyPair keyPair, char[] passphrase) {
        return traditional(
                keyPair,
                new JcePEMEncryptorBuilder("AES-256-CBC")
                        .setProvider(Encryption.PROVIDER)
                        .build(passphrase.clone()));
    }

    private static String traditional(KeyPair keyPair, @Nullable PEMEncryptor encryptor) {
        PrivateKey key = keyPair.getPrivate();
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
            return switch (key.getAlgorithm()) {
                case "RSA", "DSA" -> write(new MiscPEMGenerator(info, encryptor));
                case "EC" -> write(new MiscPEMGenerator(withCurveAndPublicKey(info, keyPair), encryptor));
                default ->
                    throw new IllegalStateException(
                            "a key of algorithm " + key.getAlgorithm() + " has no traditional format: use PKCS#8");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As OpenSSL writes it; the JDK's own PKCS#8 has neither the curve nor the public key within. */
    private static PrivateKeyInfo withCurveAndPublicKey(PrivateKeyInfo info, KeyPair keyPair) throws IOException {
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(keyPair.getPublic().getEncoded());
        int bits = ((ECKey) keyPair.getPrivate()).getParams().getOrder().bitLength();
        AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
        ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
        return new PrivateKeyInfo(
                algorithm,
                new ECPrivateKey(bits, bare.getKey(), publicKey.getPublicKeyData(), algorithm.getParameters()));
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
