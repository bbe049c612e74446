package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.livetls.RecordedLog;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted keys: every scheme, the passphrase's rules, and bounds on the work. */
class EncryptedKeysTest {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final String PASSPHRASE = "gr\u00fcn \u4f60 42";
    private static final PrivateKey KEY = KeyFiles.key("P-256");

    static final List<String> LEGACY = List.of(
            "AES-128-CBC",
            "AES-192-CBC",
            "AES-256-CBC",
            "AES-256-CFB",
            "AES-128-OFB",
            "AES-128-ECB",
            "DES-CBC",
            "DES-EDE-CBC",
            "DES-EDE3-CBC",
            "DES-EDE3",
            "RC2-CBC",
            "RC2-40-CBC",
            "RC2-64-CBC",
            "BF-CBC");

    static Stream<Arguments> pbes2() {
        List<ASN1ObjectIdentifier> ciphers = List.of(
                NISTObjectIdentifiers.id_aes128_CBC,
                NISTObjectIdentifiers.id_aes192_CBC,
                NISTObjectIdentifiers.id_aes256_CBC,
                PKCSObjectIdentifiers.des_EDE3_CBC);
        List<ASN1ObjectIdentifier> functions = List.of(
                PKCSObjectIdentifiers.id_hmacWithSHA1,
                PKCSObjectIdentifiers.id_hmacWithSHA224,
                PKCSObjectIdentifiers.id_hmacWithSHA256,
                PKCSObjectIdentifiers.id_hmacWithSHA384,
                PKCSObjectIdentifiers.id_hmacWithSHA512,
                NISTObjectIdentifiers.id_hmacWithSHA3_256);
        return ciphers.stream().flatMap(cipher -> functions.stream().map(function -> Arguments.of(cipher, function)));
    }

    @ParameterizedTest(name = "cipher {0}, function {1}")
    @MethodSource("pbes2")
    void pbes2OpensWithEveryCipherAndFunction(ASN1ObjectIdentifier cipher, ASN1ObjectIdentifier function) {
        PBKDFConfig config = new PBKDF2Config.Builder()
                .withIterationCount(100)
                .withSaltLength(16)
                .withPRF(new AlgorithmIdentifier(function, DERNull.INSTANCE))
                .build();
        assertOpens(pbes2(cipher, config));
    }

    @Test
    void pbes2OpensWithScrypt() {
        assertOpens(scrypt(1024, 8, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.113549.1.5.3",
                "1.2.840.113549.1.5.6",
                "1.2.840.113549.1.5.10",
                "1.2.840.113549.1.5.11",
                "1.2.840.113549.1.12.1.1",
                "1.2.840.113549.1.12.1.2",
                "1.2.840.113549.1.12.1.3",
                "1.2.840.113549.1.12.1.4",
                "1.2.840.113549.1.12.1.5",
                "1.2.840.113549.1.12.1.6"
            })
    void pbes1AndTheSchemesOfPkcs12Open(String scheme) throws GeneralSecurityException {
        // ASCII: BouncyCastle's own PBES1 hashes only the low byte of a character, OpenSSL and LiveTLS its UTF-8 bytes.
        char[] passphrase = "changeit".toCharArray();
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};
        Cipher cipher = Cipher.getInstance(scheme, PROVIDER);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(scheme, PROVIDER).generateSecret(new PBEKeySpec(passphrase)),
                new PBEParameterSpec(salt, 100));
        byte[] file = DerWriter.sequence(
                DerWriter.sequence(
                        DerWriter.oid(scheme),
                        DerWriter.sequence(DerWriter.octets(salt), DerWriter.integer(BigInteger.valueOf(100)))),
                DerWriter.octets(cipher.doFinal(KEY.getEncoded())));
        assertThat(PrivateKeys.decode(file, "key.der", passphrase)).isEqualTo(KEY);
        assertProblem(Problem.PASSPHRASE_WRONG, file, "changed");
        assertProblem(Problem.PASSPHRASE_MISSING, file, "");
    }

    @ParameterizedTest
    @FieldSource("LEGACY")
    void encryptedPemOfOpenSslOpens(String cipher) throws IOException {
        for (String name : new String[] {"RSA", "DSA"}) {
            byte[] file = legacy(cipher, KeyFiles.key(name));
            assertThat(SameKey.test(PrivateKeys.decode(file, "key.pem", "changeit".toCharArray()), KeyFiles.key(name)))
                    .isTrue();
            assertProblem(Problem.PASSPHRASE_WRONG, file, "changed");
            assertProblem(Problem.PASSPHRASE_MISSING, file, "");
        }
    }

    @Test
    void aWrongPassphraseNeverGivesAKey() {
        byte[] file = pbes2(
                NISTObjectIdentifiers.id_aes128_CBC,
                new PBKDF2Config.Builder().withIterationCount(1).build());
        for (int i = 0; i < 2000; i++) {
            assertProblem(Problem.PASSPHRASE_WRONG, file, "wrong " + i);
        }
    }

    @Test
    void anEmptyPassphraseCountsAsNone() {
        byte[] file = scrypt(2, 1, 1);
        assertProblem(Problem.PASSPHRASE_MISSING, file, "");
        MaterialException none =
                catchThrowableOfType(MaterialException.class, () -> PrivateKeys.decode(file, "key.pem", null));
        assertThat(none)
                .hasMessage(
                        "key.pem, line 1 (ENCRYPTED PRIVATE KEY): the private key is encrypted, and there is no"
                                + " passphrase. Give its passphrase, or decrypt it with \"openssl pkey -in old.key -out new.key\".");
    }

    @Test
    void theCallersPassphraseIsLeftAsItIs() {
        char[] passphrase = PASSPHRASE.toCharArray();
        PrivateKeys.decode(scrypt(2, 1, 1), "key.pem", passphrase);
        assertThat(passphrase).containsExactly(PASSPHRASE.toCharArray());
    }

    @Test
    void anUnneededPassphraseIsAWarningThatNamesTheFileAndTheKeyLoads() {
        try (RecordedLog log = new RecordedLog()) {
            assertThat(PrivateKeys.decode(KeyFiles.pkcs8("P-256"), "/etc/tls.key", PASSPHRASE.toCharArray()))
                    .isEqualTo(KEY);
            assertThat(log.messages())
                    .containsExactly(
                            "WARNING /etc/tls.key: a passphrase was given, and the private key isn't encrypted.");
        }
    }

    @Test
    void anIterationCountBeyondTheLimitIsRefusedBeforeAnyWork() {
        for (String count : new String[] {"2147483647", "2147483648", "99999999999999999999999999"}) {
            byte[] parameters =
                    DerWriter.sequence(DerWriter.octets(new byte[8]), DerWriter.integer(new BigInteger(count)));
            byte[] pbes1 = DerWriter.sequence(
                    DerWriter.sequence(DerWriter.oid("1.2.840.113549.1.5.10"), parameters),
                    DerWriter.octets(new byte[64]));
            byte[] pbes2 = DerWriter.sequence(
                    DerWriter.sequence(
                            DerWriter.oid("1.2.840.113549.1.5.13"),
                            DerWriter.sequence(
                                    DerWriter.sequence(DerWriter.oid("1.2.840.113549.1.5.12"), parameters),
                                    DerWriter.sequence(
                                            DerWriter.oid("2.16.840.1.101.3.4.1.42"), DerWriter.octets(new byte[16])))),
                    DerWriter.octets(new byte[64]));
            assertProblem(Problem.TOO_EXPENSIVE, pbes1, "changeit");
            assertProblem(Problem.TOO_EXPENSIVE, pbes2, "changeit");
        }
    }

    @Test
    void scryptBeyondTheLimitIsRefusedBeforeAnyMemoryIsTaken() {
        DecodingLimits small = new DecodingLimits(1 << 20, 1 << 20, 1000, 1 << 20, 2 << 20);
        assertThat(PrivateKeys.decode(scrypt(1024, 8, 2), "key", PASSPHRASE.toCharArray(), small))
                .isEqualTo(KEY);
        for (byte[] file : List.of(scrypt(2048, 8, 1), scrypt(1024, 8, 3))) {
            MaterialException refusal = catchThrowableOfType(
                    MaterialException.class, () -> PrivateKeys.decode(file, "key", PASSPHRASE.toCharArray(), small));
            assertThat(refusal.problem()).isEqualTo(Problem.TOO_EXPENSIVE);
        }
    }

    @Test
    void theWorkOfAllKeysOfAFileCountsTogether() {
        PBKDF2Config config = new PBKDF2Config.Builder().withIterationCount(600).build();
        String block = new String(pbes2(NISTObjectIdentifiers.id_aes128_CBC, config), StandardCharsets.US_ASCII);
        DecodingLimits limits = new DecodingLimits(1 << 20, 1 << 20, 1000, 1 << 20, 1 << 20);
        char[] passphrase = PASSPHRASE.toCharArray();
        assertThat(PrivateKeys.decode(KeyFiles.bytes(block), "key", passphrase, limits))
                .isEqualTo(KEY);
        MaterialException refusal = catchThrowableOfType(
                MaterialException.class,
                () -> PrivateKeys.decode(KeyFiles.bytes(block + block), "key", passphrase, limits));
        assertThat(refusal.problem()).isEqualTo(Problem.TOO_EXPENSIVE);
    }

    private static void assertOpens(byte[] file) {
        assertThat(PrivateKeys.decode(file, "key.pem", PASSPHRASE.toCharArray()))
                .isEqualTo(KEY);
        assertProblem(Problem.PASSPHRASE_WRONG, file, "changed");
        assertProblem(Problem.PASSPHRASE_MISSING, file, "");
    }

    private static void assertProblem(Problem problem, byte[] file, String passphrase) {
        MaterialException refusal = catchThrowableOfType(
                MaterialException.class, () -> PrivateKeys.decode(file, "key.pem", passphrase.toCharArray()));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isEqualTo(problem);
    }

    private static byte[] scrypt(int n, int r, int p) {
        return pbes2(NISTObjectIdentifiers.id_aes256_CBC, new ScryptConfig.Builder(n, r, p).build());
    }

    private static byte[] pbes2(ASN1ObjectIdentifier cipher, PBKDFConfig config) {
        try {
            OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(config, cipher)
                    .setProvider(PROVIDER)
                    .build(PASSPHRASE.toCharArray());
            return KeyFiles.bytes(KeyFiles.pem(
                    "ENCRYPTED PRIVATE KEY",
                    new JcaPKCS8EncryptedPrivateKeyInfoBuilder(KEY)
                            .build(encryptor)
                            .getEncoded()));
        } catch (OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] legacy(String cipher, PrivateKey key) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new JcaMiscPEMGenerator(
                    key,
                    new JcePEMEncryptorBuilder(cipher).setProvider(PROVIDER).build("changeit".toCharArray())));
        }
        return KeyFiles.bytes(text.toString());
    }
}
