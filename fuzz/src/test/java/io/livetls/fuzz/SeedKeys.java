package io.livetls.fuzz;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.crypto.util.PBKDFConfig;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** Private keys of each kind in each structure and encryption, all under one passphrase. */
final class SeedKeys {
    static final String PASSPHRASE = "correct horse battery";

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final int ITERATIONS = 50;

    static final List<Document> ALL = documents();

    private SeedKeys() {}

    private static List<Document> documents() {
        try {
            List<Document> documents = new ArrayList<>();
            GeneratedKeys.pkcs8().forEach(der -> documents.add(Document.of("PRIVATE KEY", der)));
            documents.add(Document.of("RSA PRIVATE KEY", within(GeneratedKeys.RSA.getPrivate())));
            documents.add(Document.of("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()));
            documents.add(Document.of("EC PRIVATE KEY", sec1(null)));
            documents.add(Document.of("EC PRIVATE KEY", sec1(SECObjectIdentifiers.secp256r1)));
            documents.add(Document.of("EC PRIVATE KEY", sec1(SECNamedCurves.getByName("secp256r1"))));
            documents.add(Document.of("PRIVATE KEY", withPublicKey()));
            documents.addAll(encrypted());
            documents.add(traditional(GeneratedKeys.DSA.getPrivate(), null));
            documents.add(traditional(GeneratedKeys.RSA.getPrivate(), "AES-128-CBC"));
            documents.add(traditional(GeneratedKeys.P256.getPrivate(), "DES-EDE3-CBC"));
            return documents;
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] within(PrivateKey key) {
        return PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKey().getOctets();
    }

    private static byte[] sec1(@Nullable ASN1Encodable parameters) throws IOException {
        BigInteger number = ECPrivateKey.getInstance(within(GeneratedKeys.P256.getPrivate()))
                .getKey();
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(GeneratedKeys.P256.getPublic().getEncoded());
        return new ECPrivateKey(256, number, publicKey.getPublicKeyData(), parameters).getEncoded();
    }

    /** PKCS#8 version 2. */
    private static byte[] withPublicKey() throws IOException {
        PrivateKeyInfo info =
                PrivateKeyInfo.getInstance(GeneratedKeys.ED25519.getPrivate().getEncoded());
        SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfo.getInstance(
                GeneratedKeys.ED25519.getPublic().getEncoded());
        return new PrivateKeyInfo(
                        info.getPrivateKeyAlgorithm(),
                        info.parsePrivateKey(),
                        null,
                        publicKey.getPublicKeyData().getOctets())
                .getEncoded();
    }

    private static List<Document> encrypted() throws OperatorCreationException, IOException {
        PBKDFConfig pbkdf2 = new PBKDF2Config.Builder()
                .withIterationCount(ITERATIONS)
                .withPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                .build();
        PBKDFConfig scrypt = new ScryptConfig.Builder(16, 2, 1).build();
        List<Document> documents = new ArrayList<>();
        for (OutputEncryptor encryptor : List.of(
                encryptor(new JcePKCSPBEOutputEncryptorBuilder(pbkdf2, NISTObjectIdentifiers.id_aes256_CBC)),
                encryptor(new JcePKCSPBEOutputEncryptorBuilder(pbkdf2, PKCSObjectIdentifiers.des_EDE3_CBC)),
                encryptor(new JcePKCSPBEOutputEncryptorBuilder(scrypt, NISTObjectIdentifiers.id_aes128_CBC)),
                encryptor(pbe(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)),
                encryptor(pbe(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC)),
                encryptor(pbe(PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC4)))) {
            documents.add(Document.of(
                    "ENCRYPTED PRIVATE KEY",
                    new JcaPKCS8EncryptedPrivateKeyInfoBuilder(GeneratedKeys.P256.getPrivate())
                            .build(encryptor)
                            .getEncoded()));
        }
        return documents;
    }

    private static JcePKCSPBEOutputEncryptorBuilder pbe(ASN1ObjectIdentifier scheme) {
        return new JcePKCSPBEOutputEncryptorBuilder(scheme).setIterationCount(ITERATIONS);
    }

    private static OutputEncryptor encryptor(JcePKCSPBEOutputEncryptorBuilder builder)
            throws OperatorCreationException {
        return builder.setProvider(PROVIDER)
                .setRandom(GeneratedKeys.repeatable("salt"))
                .build(PASSPHRASE.toCharArray());
    }

    /** What OpenSSL calls traditional, encrypted with its headers if a cipher is named. */
    private static Document traditional(PrivateKey key, @Nullable String cipher) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    cipher == null
                            ? new JcaMiscPEMGenerator(key)
                            : new JcaMiscPEMGenerator(
                                    key,
                                    new JcePEMEncryptorBuilder(cipher)
                                            .setProvider(PROVIDER)
                                            .setSecureRandom(GeneratedKeys.repeatable("iv"))
                                            .build(PASSPHRASE.toCharArray())));
        }
        try (PemReader reader = new PemReader(new StringReader(text.toString()))) {
            PemObject block = reader.readPemObject();
            StringBuilder headers = new StringBuilder();
            for (Object header : block.getHeaders()) {
                PemHeader pair = (PemHeader) header;
                headers.append(pair.getName())
                        .append(": ")
                        .append(pair.getValue())
                        .append('\n');
            }
            if (headers.length() > 0) {
                headers.append('\n');
            }
            return new Document(block.getType(), headers.toString(), block.getContent());
        }
    }
}
