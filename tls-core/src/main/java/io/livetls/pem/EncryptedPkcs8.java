package io.livetls.pem;

import java.util.Arrays;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.MD2Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.engines.RC4Engine;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS5S1ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.crypto.params.RC2Parameters;

/**
 * Encrypted PKCS#8 (RFC 5208): PBES1 and PBES2 of RFC 8018, and the schemes of PKCS#12 (RFC 7292). BouncyCastle does the
 * cryptography, without its provider; how much work the file asks for is known before any is done.
 */
final class EncryptedPkcs8 {
    private static final String PBES1 = "1.2.840.113549.1.5.";
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PKCS12 = "1.2.840.113549.1.12.1.";
    private static final int IV_BITS = 64;

    private EncryptedPkcs8() {}

    static byte[] decrypt(byte[] der, Passphrase passphrase, WorkBudget budget) {
        Der key = Der.of(der).enter(Der.SEQUENCE);
        Der scheme = key.enter(Der.SEQUENCE);
        byte[] encrypted = key.content(Der.OCTET_STRING);
        key.expectEnd();
        String oid = scheme.oid();
        if (oid.equals(PBES2)) {
            return Pbes2.decrypt(scheme, encrypted, passphrase, budget);
        }
        if (oid.startsWith(PBES1)) {
            return pbes1(oid, scheme, encrypted, passphrase, budget);
        }
        if (oid.startsWith(PKCS12)) {
            return pkcs12(oid, scheme, encrypted, passphrase, budget);
        }
        throw LegacyEncryption.unsupported(oid);
    }

    private static byte[] pbes1(String oid, Der scheme, byte[] encrypted, Passphrase passphrase, WorkBudget budget) {
        Digest digest = switch (oid.substring(PBES1.length())) {
            case "1", "4" -> new MD2Digest();
            case "3", "6" -> new MD5Digest();
            case "10", "11" -> new SHA1Digest();
            default -> throw LegacyEncryption.unsupported(oid);
        };
        boolean rc2 = switch (oid.substring(PBES1.length())) {
            case "4", "6", "11" -> true;
            default -> false;
        };
        Salted salted = Salted.read(scheme, budget);
        byte[] secret = passphrase.utf8();
        try {
            PBEParametersGenerator generator = new PKCS5S1ParametersGenerator(digest);
            generator.init(secret, salted.salt, salted.iterations);
            return cbc(rc2 ? new RC2Engine() : new DESEngine(), generator, 64, encrypted);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] pkcs12(String oid, Der scheme, byte[] encrypted, Passphrase passphrase, WorkBudget budget) {
        String kind = oid.substring(PKCS12.length());
        if (kind.length() != 1 || kind.charAt(0) < '1' || kind.charAt(0) > '6') {
            throw LegacyEncryption.unsupported(oid);
        }
        Salted salted = Salted.read(scheme, budget);
        byte[] secret = PBEParametersGenerator.PKCS12PasswordToBytes(passphrase.demand());
        try {
            PBEParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
            generator.init(secret, salted.salt, salted.iterations);
            return switch (kind) {
                case "1" -> Ciphers.stream(new RC4Engine(), generator.generateDerivedParameters(128), encrypted);
                case "2" -> Ciphers.stream(new RC4Engine(), generator.generateDerivedParameters(40), encrypted);
                case "3" -> cbc(new DESedeEngine(), generator, 192, encrypted);
                case "4" -> cbc(new DESedeEngine(), generator, 128, encrypted);
                case "5" -> cbc(new RC2Engine(), generator, 128, encrypted);
                default -> cbc(new RC2Engine(), generator, 40, encrypted);
            };
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] cbc(BlockCipher engine, PBEParametersGenerator generator, int keyBits, byte[] encrypted) {
        ParametersWithIV derived = (ParametersWithIV) generator.generateDerivedParameters(keyBits, IV_BITS);
        CipherParameters key = derived.getParameters();
        if (engine instanceof RC2Engine) {
            key = new RC2Parameters(((KeyParameter) key).getKey(), keyBits);
        }
        return Ciphers.decrypt(engine, Ciphers.Mode.CBC, key, derived.getIV(), encrypted);
    }

    /** PBEParameter: salt and iteration count. */
    private static final class Salted {
        final byte[] salt;
        final int iterations;

        private Salted(byte[] salt, int iterations) {
            this.salt = salt;
            this.iterations = iterations;
        }

        static Salted read(Der scheme, WorkBudget budget) {
            Der parameters = scheme.enter(Der.SEQUENCE);
            scheme.expectEnd();
            byte[] salt = parameters.content(Der.OCTET_STRING);
            int iterations = budget.iterations(parameters.integer());
            parameters.expectEnd();
            return new Salted(salt, iterations);
        }
    }
}
