package io.livetls.pem;

import java.util.Arrays;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.StreamCipher;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.CFBBlockCipher;
import org.bouncycastle.crypto.modes.OFBBlockCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** Runs the ciphers that keys are encrypted with. */
final class Ciphers {
    enum Mode {
        CBC,
        CFB,
        OFB,
        ECB
    }

    private Ciphers() {}

    static byte[] decrypt(BlockCipher engine, Mode mode, CipherParameters key, byte[] iv, byte[] encrypted) {
        return switch (mode) {
            case CBC -> padded(CBCBlockCipher.newInstance(engine), new ParametersWithIV(key, iv), encrypted);
            case ECB -> padded(engine, key, encrypted);
            case CFB -> {
                int bits = engine.getBlockSize() * 8;
                yield stream(
                        (StreamCipher) CFBBlockCipher.newInstance(engine, bits),
                        new ParametersWithIV(key, iv),
                        encrypted);
            }
            case OFB ->
                stream(new OFBBlockCipher(engine, engine.getBlockSize() * 8), new ParametersWithIV(key, iv), encrypted);
        };
    }

    static byte[] stream(StreamCipher cipher, CipherParameters parameters, byte[] encrypted) {
        byte[] decrypted = new byte[encrypted.length];
        cipher.init(false, parameters);
        cipher.processBytes(encrypted, 0, encrypted.length, decrypted, 0);
        return decrypted;
    }

    private static byte[] padded(BlockCipher cipher, CipherParameters parameters, byte[] encrypted) {
        if (encrypted.length == 0 || encrypted.length % cipher.getBlockSize() != 0) {
            throw Faults.malformed("its encrypted content isn't whole blocks of the cipher, so it is cut short");
        }
        BufferedBlockCipher buffered = new PaddedBufferedBlockCipher(cipher, new PKCS7Padding());
        buffered.init(false, parameters);
        byte[] decrypted = new byte[buffered.getOutputSize(encrypted.length)];
        try {
            int length = buffered.processBytes(encrypted, 0, encrypted.length, decrypted, 0);
            length += buffered.doFinal(decrypted, length);
            return Arrays.copyOf(decrypted, length);
        } catch (InvalidCipherTextException e) {
            throw Passphrase.wrong();
        } finally {
            Arrays.fill(decrypted, (byte) 0);
        }
    }
}
