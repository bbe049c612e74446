package io.livetls.netty;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.util.Arrays;

/** The keys that seal session tickets (RFC 5077, 4; RFC 8446, 4.6.1): the first seals, all of them open. */
final class TicketKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OpenSslSessionTicketKey[] keys;

    private TicketKeys(OpenSslSessionTicketKey... keys) {
        this.keys = keys;
    }

    static TicketKeys random() {
        byte[] name = randomBytes(OpenSslSessionTicketKey.NAME_SIZE);
        byte[] hmac = randomBytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE);
        byte[] aes = randomBytes(OpenSslSessionTicketKey.AES_KEY_SIZE);
        try {
            return new TicketKeys(new OpenSslSessionTicketKey(name, hmac, aes));
        } finally {
            // The key has copies.
            Arrays.fill(hmac, (byte) 0);
            Arrays.fill(aes, (byte) 0);
        }
    }

    void applyTo(OpenSslSessionContext sessions) {
        sessions.setTicketKeys(keys);
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "TicketKeys[" + keys.length + "]";
    }
}
