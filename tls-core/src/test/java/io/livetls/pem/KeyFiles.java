package io.livetls.pem;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPrivateKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Generated keys and certificates, and the encodings that files hold them in. */
final class KeyFiles {
    private static final AtomicLong SEEDS = new AtomicLong();
    private static final Map<String, KeyPair> PAIRS = new LinkedHashMap<>();

    static {
        for (String name :
                List.of("RSA", "RSASSA-PSS", "DSA", "P-256", "P-384", "P-521", "Ed25519", "Ed448", "X25519")) {
            PAIRS.put(name, generate(name));
        }
    }

    private KeyFiles() {}

    /** A key pair, made once for all tests: RSA, RSASSA-PSS, DSA, P-256, P-384, P-521, Ed25519, Ed448, X25519. */
    static KeyPair pair(String name) {
        return Objects.requireNonNull(PAIRS.get(name), name);
    }

    static PrivateKey key(String name) {
        return pair(name).getPrivate();
    }

    /** Another key pair on each call. */
    static KeyPair generate(String name) {
        try {
            // Seeded, so that a test of random damage does the same on each run.
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(SEEDS.incrementAndGet());
            return switch (name) {
                case "P-256" -> generate("EC", new ECGenParameterSpec("secp256r1"), random);
                case "P-384" -> generate("EC", new ECGenParameterSpec("secp384r1"), random);
                case "P-521" -> generate("EC", new ECGenParameterSpec("secp521r1"), random);
                case "RSA", "RSASSA-PSS", "DSA" -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
                    generator.initialize(1024, random);
                    yield generator.generateKeyPair();
                }
                default -> generate(name, new NamedParameterSpec(name), random);
            };
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec spec, SecureRandom random)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(spec, random);
        return generator.generateKeyPair();
    }

    static byte[] pkcs8(String name) {
        return key(name).getEncoded();
    }

    /** PKCS#1 for RSA, SEC 1 with curve and public point for EC, OpenSSL's structure for DSA. */
    static byte[] traditional(String name) {
        KeyPair pair = pair(name);
        if (pair.getPrivate() instanceof DSAPrivateKey dsa) {
            return DerWriter.sequence(
                    DerWriter.integer(BigInteger.ZERO),
                    DerWriter.integer(dsa.getParams().getP()),
                    DerWriter.integer(dsa.getParams().getQ()),
                    DerWriter.integer(dsa.getParams().getG()),
                    DerWriter.integer(((DSAPublicKey) pair.getPublic()).getY()),
                    DerWriter.integer(dsa.getX()));
        }
        if (pair.getPublic() instanceof ECPublicKey) {
            return sec1(pair, curve(name), point(pair));
        }
        return PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                .getPrivateKey()
                .getOctets();
    }

    /** An ECPrivateKey; without curve or point where they are empty. */
    static byte[] sec1(KeyPair pair, byte[] curve, byte[] point) {
        Der octets = Der.of(PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                        .getPrivateKey()
                        .getOctets())
                .enter(Der.SEQUENCE);
        octets.skip();
        return DerWriter.sequence(
                DerWriter.integer(BigInteger.ONE),
                octets.element(),
                curve.length == 0 ? curve : DerWriter.element(0xa0, curve),
                point.length == 0
                        ? point
                        : DerWriter.element(0xa1, DerWriter.element(Der.BIT_STRING, new byte[] {0}, point)));
    }

    /** The OBJECT IDENTIFIER of a curve. */
    static byte[] curve(String name) {
        return DerWriter.oid(
                switch (name) {
                    case "P-256" -> "1.2.840.10045.3.1.7";
                    case "P-384" -> "1.3.132.0.34";
                    case "P-521" -> "1.3.132.0.35";
                    default -> throw new AssertionError(name);
                });
    }

    /** The public point, not compressed. */
    static byte[] point(KeyPair pair) {
        return publicBits(pair);
    }

    /** What the BIT STRING of the SubjectPublicKeyInfo holds. */
    static byte[] publicBits(KeyPair pair) {
        Der info = Der.of(pair.getPublic().getEncoded()).enter(Der.SEQUENCE);
        info.skip();
        return info.bits(Der.BIT_STRING);
    }

    /** The AlgorithmIdentifier of a key. */
    static byte[] algorithm(String name) {
        Der info = Der.of(pair(name).getPublic().getEncoded()).enter(Der.SEQUENCE);
        return info.element();
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + base64(der) + "\n-----END " + label + "-----\n";
    }

    static String base64(byte[] der) {
        return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A certificate that the pair signed for itself. */
    static X509Certificate certificate(String subject, KeyPair pair) {
        try {
            String algorithm = pair.getPrivate().getAlgorithm();
            String signature = algorithm.equals("EC")
                    ? "SHA256withECDSA"
                    : algorithm.equals("EdDSA") ? "Ed25519" : "SHA256with" + algorithm;
            X500Name name = new X500Name("CN=" + subject);
            return new JcaX509CertificateConverter()
                    .getCertificate(new X509v3CertificateBuilder(
                                    name,
                                    BigInteger.valueOf(1 + subject.length()),
                                    new Time(new DERUTCTime("200101000000Z")),
                                    new Time(new DERUTCTime("491231235959Z")),
                                    name,
                                    SubjectPublicKeyInfo.getInstance(
                                            pair.getPublic().getEncoded()))
                            .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
