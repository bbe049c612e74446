package io.livetls.pem;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SHA512tDigest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.ARIAEngine;
import org.bouncycastle.crypto.engines.BlowfishEngine;
import org.bouncycastle.crypto.engines.CamelliaEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.engines.SEEDEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.RC2Parameters;

/** PBES2 (RFC 8018): a key from PBKDF2 or scrypt (RFC 7914), and a block cipher. */
final class Pbes2 {
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
    private static final String RC2_CBC = "1.2.840.113549.3.2";

    private Pbes2() {}

    static byte[] decrypt(Der scheme, byte[] encrypted, Passphrase passphrase, WorkBudget budget) {
        Der parameters = scheme.enter(Der.SEQUENCE);
        scheme.expectEnd();
        Derivation derivation = derivation(parameters.enter(Der.SEQUENCE), budget);
        Encryption encryption = encryption(parameters.enter(Der.SEQUENCE));
        parameters.expectEnd();
        int keyBytes = derivation.keyBytes == 0 ? encryption.keyBytes : derivation.keyBytes;
        if (!encryption.takes(keyBytes)) {
            throw Faults.malformed("its encryption names a key length that its cipher doesn't have");
        }
        byte[] secret = passphrase.utf8();
        byte[] key = derivation.function.derive(secret, keyBytes);
        try {
            CipherParameters cipherKey = encryption.engine instanceof RC2Engine
                    ? new RC2Parameters(key, encryption.effectiveBits)
                    : new KeyParameter(key);
            return Ciphers.decrypt(encryption.engine, encryption.mode, cipherKey, encryption.iv, encrypted);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    @FunctionalInterface
    private interface DerivationFunction {
        byte[] derive(byte[] passphrase, int keyBytes);
    }

    /** How the key is derived; keyBytes is 0 where the file leaves it to the cipher. */
    private record Derivation(DerivationFunction function, int keyBytes) {}

    private static Derivation derivation(Der algorithm, WorkBudget budget) {
        String oid = algorithm.oid();
        if (!oid.equals(PBKDF2) && !oid.equals(SCRYPT)) {
            throw LegacyEncryption.unsupported(oid);
        }
        Der parameters = algorithm.enter(Der.SEQUENCE);
        algorithm.expectEnd();
        if (parameters.tag() == Der.SEQUENCE) {
            throw Faults.unsupported("its encryption has a salt from elsewhere", Faults.EXPORT_KEY_AGAIN);
        }
        byte[] salt = parameters.content(Der.OCTET_STRING);
        if (oid.equals(SCRYPT)) {
            BigInteger n = parameters.integer();
            BigInteger r = parameters.integer();
            BigInteger p = parameters.integer();
            int keyBytes = keyBytes(parameters);
            parameters.expectEnd();
            budget.scrypt(n, r, p);
            return new Derivation(
                    (secret, length) -> SCrypt.generate(secret, salt, n.intValue(), r.intValue(), p.intValue(), length),
                    keyBytes);
        }
        int iterations = budget.iterations(parameters.integer());
        int keyBytes = keyBytes(parameters);
        Digest digest = parameters.hasMore() ? digest(parameters.enter(Der.SEQUENCE)) : new SHA1Digest();
        parameters.expectEnd();
        return new Derivation(
                (secret, length) -> {
                    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest);
                    generator.init(secret, salt, iterations);
                    return ((KeyParameter) generator.generateDerivedParameters(length * 8)).getKey();
                },
                keyBytes);
    }

    private static int keyBytes(Der parameters) {
        if (parameters.tag() != Der.INTEGER) {
            return 0;
        }
        int keyBytes = parameters.smallInteger();
        if (keyBytes < 1 || keyBytes > 32) {
            throw Faults.malformed("its encryption names a key length that no cipher has");
        }
        return keyBytes;
    }

    private static Digest digest(Der algorithm) {
        String oid = algorithm.oid();
        return switch (oid) {
            case "1.2.840.113549.2.6" -> new MD5Digest();
            case "1.2.840.113549.2.7" -> new SHA1Digest();
            case "1.2.840.113549.2.8" -> new SHA224Digest();
            case "1.2.840.113549.2.9" -> new SHA256Digest();
            case "1.2.840.113549.2.10" -> new SHA384Digest();
            case "1.2.840.113549.2.11" -> new SHA512Digest();
            case "1.2.840.113549.2.12" -> new SHA512tDigest(224);
            case "1.2.840.113549.2.13" -> new SHA512tDigest(256);
            case "2.16.840.1.101.3.4.2.13" -> new SHA3Digest(224);
            case "2.16.840.1.101.3.4.2.14" -> new SHA3Digest(256);
            case "2.16.840.1.101.3.4.2.15" -> new SHA3Digest(384);
            case "2.16.840.1.101.3.4.2.16" -> new SHA3Digest(512);
            case "1.2.156.10197.1.401.2" -> new SM3Digest();
            default -> throw LegacyEncryption.unsupported(oid);
        };
    }

    /** Which cipher; effectiveBits matter to RC2 alone. */
    private static final class Encryption {
        final BlockCipher engine;
        final Ciphers.Mode mode;
        final int keyBytes;
        final int effectiveBits;
        final byte[] iv;

        Encryption(BlockCipher engine, Ciphers.Mode mode, int keyBytes, int effectiveBits, byte[] iv) {
            this.engine = engine;
            this.mode = mode;
            this.keyBytes = keyBytes;
            this.effectiveBits = effectiveBits;
            this.iv = iv;
        }

        boolean takes(int bytes) {
            return bytes == keyBytes
                    || engine instanceof RC2Engine
                    || (engine instanceof BlowfishEngine && bytes >= 4 && bytes <= 56);
        }

        static Encryption of(BlockCipher engine, Ciphers.Mode mode, int keyBytes, byte[] iv) {
            return new Encryption(engine, mode, keyBytes, keyBytes * 8, iv);
        }
    }

    private static Encryption encryption(Der algorithm) {
        String oid = algorithm.oid();
        if (oid.equals(RC2_CBC)) {
            return checked(rc2(algorithm), algorithm);
        }
        // Known before its parameters are looked at, which may be of any kind for an unknown cipher.
        Encryption cipher = cipher(oid);
        byte[] iv = algorithm.content(Der.OCTET_STRING);
        return checked(Encryption.of(cipher.engine, cipher.mode, cipher.keyBytes, iv), algorithm);
    }

    private static Encryption checked(Encryption encryption, Der algorithm) {
        algorithm.expectEnd();
        if (encryption.iv.length != encryption.engine.getBlockSize()) {
            throw Faults.malformed("its encryption has an IV of " + encryption.iv.length + " bytes, and its cipher"
                    + " needs " + encryption.engine.getBlockSize());
        }
        return encryption;
    }

    private static Encryption cipher(String oid) {
        byte[] noIv = new byte[0];
        Ciphers.Mode cbc = Ciphers.Mode.CBC;
        return switch (oid) {
            case "2.16.840.1.101.3.4.1.2" -> Encryption.of(AESEngine.newInstance(), cbc, 16, noIv);
            case "2.16.840.1.101.3.4.1.22" -> Encryption.of(AESEngine.newInstance(), cbc, 24, noIv);
            case "2.16.840.1.101.3.4.1.42" -> Encryption.of(AESEngine.newInstance(), cbc, 32, noIv);
            case "2.16.840.1.101.3.4.1.3" -> Encryption.of(AESEngine.newInstance(), Ciphers.Mode.OFB, 16, noIv);
            case "2.16.840.1.101.3.4.1.23" -> Encryption.of(AESEngine.newInstance(), Ciphers.Mode.OFB, 24, noIv);
            case "2.16.840.1.101.3.4.1.43" -> Encryption.of(AESEngine.newInstance(), Ciphers.Mode.OFB, 32, noIv);
            case "2.16.840.1.101.3.4.1.4" -> Encryption.of(AESEngine.newInstance(), Ciphers.Mode.CFB, 16, noIv);
            case "2.16.840.1.101.3.4.1.24" -> Encryption.of(AESEngine.newInstance(), Ciphers.Mode.CFB, 24, noIv);
            case "2.16.840.1.101.3.4.1.44" -> Encryption.of(AESEngine.newInstance(), Ciphers.Mode.CFB, 32, noIv);
            case "1.2.840.113549.3.7" -> Encryption.of(new DESedeEngine(), cbc, 24, noIv);
            case "1.3.14.3.2.7" -> Encryption.of(new DESEngine(), cbc, 8, noIv);
            case "1.2.392.200011.61.1.1.1.2" -> Encryption.of(new CamelliaEngine(), cbc, 16, noIv);
            case "1.2.392.200011.61.1.1.1.3" -> Encryption.of(new CamelliaEngine(), cbc, 24, noIv);
            case "1.2.392.200011.61.1.1.1.4" -> Encryption.of(new CamelliaEngine(), cbc, 32, noIv);
            case "1.2.410.200046.1.1.2" -> Encryption.of(new ARIAEngine(), cbc, 16, noIv);
            case "1.2.410.200046.1.1.7" -> Encryption.of(new ARIAEngine(), cbc, 24, noIv);
            case "1.2.410.200046.1.1.12" -> Encryption.of(new ARIAEngine(), cbc, 32, noIv);
            case "1.2.410.200004.1.4" -> Encryption.of(new SEEDEngine(), cbc, 16, noIv);
            case "1.2.156.10197.1.104.2" -> Encryption.of(new SM4Engine(), cbc, 16, noIv);
            case "1.3.6.1.4.1.3029.1.2" -> Encryption.of(new BlowfishEngine(), cbc, 16, noIv);
            default -> throw LegacyEncryption.unsupported(oid);
        };
    }

    /** RC2-CBC names its effective bits by a code (RFC 8018, B.2.3); without one they are 32. */
    private static Encryption rc2(Der algorithm) {
        int effectiveBits = 32;
        byte[] iv;
        if (algorithm.tag() == Der.SEQUENCE) {
            Der parameters = algorithm.enter(Der.SEQUENCE);
            if (parameters.tag() == Der.INTEGER) {
                int code = parameters.smallInteger();
                effectiveBits = switch (code) {
                    case 160 -> 40;
                    case 120 -> 64;
                    case 58 -> 128;
                    default -> code;
                };
            }
            iv = parameters.content(Der.OCTET_STRING);
            parameters.expectEnd();
        } else {
            iv = algorithm.content(Der.OCTET_STRING);
        }
        if (effectiveBits < 32 || effectiveBits > 1024) {
            throw Faults.unsupported("its encryption is RC2 with unknown parameters", Faults.EXPORT_KEY_AGAIN);
        }
        return new Encryption(new RC2Engine(), Ciphers.Mode.CBC, effectiveBits / 8, effectiveBits, iv);
    }
}
