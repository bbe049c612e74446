package io.livetls.pem;

import io.livetls.material.MaterialException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.ARIAEngine;
import org.bouncycastle.crypto.engines.BlowfishEngine;
import org.bouncycastle.crypto.engines.CAST5Engine;
import org.bouncycastle.crypto.engines.CamelliaEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.IDEAEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.engines.SEEDEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.RC2Parameters;
import org.jspecify.annotations.Nullable;

/** OpenSSL's encrypted PEM: the headers of RFC 1421, a key made of one round of MD5. */
final class LegacyEncryption {
    private static final int SALT = 8;

    private LegacyEncryption() {}

    static byte[] decrypt(PemBlock block, Passphrase passphrase) {
        String type = block.headers().get("Proc-Type");
        if (type == null || !type.replace(" ", "").equals("4,ENCRYPTED")) {
            throw Faults.unsupported("its Proc-Type isn't \"4,ENCRYPTED\"", Faults.EXPORT_KEY_AGAIN);
        }
        String info = block.headers().get("DEK-Info");
        int comma = info == null ? -1 : info.indexOf(',');
        if (info == null || comma < 0) {
            throw Faults.malformed("its DEK-Info header, which names cipher and IV, is missing or cut short");
        }
        String name = info.substring(0, comma).strip().toUpperCase(Locale.ROOT);
        Cipher cipher = cipher(name);
        if (cipher == null) {
            throw Faults.unsupported(
                    "its cipher " + (Printable.isName(name) ? Printable.of(name) + " " : "") + "isn't supported",
                    "Encrypt the key again with \"openssl pkcs8 -topk8 -in old.key -out new.key\"");
        }
        byte[] iv = iv(info.substring(comma + 1).strip(), cipher);
        byte[] secret = passphrase.utf8();
        try {
            OpenSSLPBEParametersGenerator generator = new OpenSSLPBEParametersGenerator();
            generator.init(secret, Arrays.copyOf(iv, SALT));
            byte[] key = ((KeyParameter) generator.generateDerivedParameters(cipher.keyBytes * 8)).getKey();
            CipherParameters parameters = cipher.engine instanceof RC2Engine
                    ? new RC2Parameters(key, cipher.keyBytes * 8)
                    : new KeyParameter(key);
            return Ciphers.decrypt(cipher.engine, cipher.mode, parameters, iv, block.der());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] iv(String hex, Cipher cipher) {
        try {
            byte[] iv = HexFormat.of().parseHex(hex);
            // ECB has no IV, and OpenSSL wrote the salt there all the same.
            if (iv.length == cipher.engine.getBlockSize() || (cipher.mode == Ciphers.Mode.ECB && iv.length >= SALT)) {
                return iv;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the message, which repeats what is in the file.
        }
        throw Faults.malformed("the IV in its DEK-Info header isn't " + cipher.engine.getBlockSize() + " bytes in hex");
    }

    private record Cipher(BlockCipher engine, int keyBytes, Ciphers.Mode mode) {}

    private static @Nullable Cipher cipher(String name) {
        int dash = name.lastIndexOf('-');
        String suffix = dash < 0 ? "" : name.substring(dash + 1);
        Ciphers.Mode mode = switch (suffix) {
            case "CBC" -> Ciphers.Mode.CBC;
            case "CFB" -> Ciphers.Mode.CFB;
            case "OFB" -> Ciphers.Mode.OFB;
            // OpenSSL's names without a mode, such as DES-EDE, mean ECB.
            case "ECB", "EDE", "EDE3" -> Ciphers.Mode.ECB;
            default -> null;
        };
        if (mode == null) {
            return null;
        }
        return switch (suffix.startsWith("EDE") ? name : name.substring(0, dash)) {
            case "AES-128" -> new Cipher(AESEngine.newInstance(), 16, mode);
            case "AES-192" -> new Cipher(AESEngine.newInstance(), 24, mode);
            case "AES-256" -> new Cipher(AESEngine.newInstance(), 32, mode);
            case "DES" -> new Cipher(new DESEngine(), 8, mode);
            case "DES-EDE" -> new Cipher(new DESedeEngine(), 16, mode);
            case "DES-EDE3" -> new Cipher(new DESedeEngine(), 24, mode);
            case "RC2" -> new Cipher(new RC2Engine(), 16, mode);
            case "RC2-64" -> new Cipher(new RC2Engine(), 8, mode);
            case "RC2-40" -> new Cipher(new RC2Engine(), 5, mode);
            case "BF" -> new Cipher(new BlowfishEngine(), 16, mode);
            case "CAST5" -> new Cipher(new CAST5Engine(), 16, mode);
            case "IDEA" -> new Cipher(new IDEAEngine(), 16, mode);
            case "SEED" -> new Cipher(new SEEDEngine(), 16, mode);
            case "SM4" -> new Cipher(new SM4Engine(), 16, mode);
            case "CAMELLIA-128" -> new Cipher(new CamelliaEngine(), 16, mode);
            case "CAMELLIA-192" -> new Cipher(new CamelliaEngine(), 24, mode);
            case "CAMELLIA-256" -> new Cipher(new CamelliaEngine(), 32, mode);
            case "ARIA-128" -> new Cipher(new ARIAEngine(), 16, mode);
            case "ARIA-192" -> new Cipher(new ARIAEngine(), 24, mode);
            case "ARIA-256" -> new Cipher(new ARIAEngine(), 32, mode);
            default -> null;
        };
    }

    static MaterialException unsupported(String oid) {
        return Faults.unsupported(
                "its encryption scheme " + oid + " isn't supported",
                "Encrypt the key again with \"openssl pkcs8 -topk8 -in old.key -out new.key\"");
    }
}
