package io.livetls.netty;

import io.livetls.material.SessionTicketKeys;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The keys of a native context at one moment: the first seals, all of them open. Immutable. */
final class TicketKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OpenSslSessionTicketKey[] keys;

    private TicketKeys(OpenSslSessionTicketKey... keys) {
        this.keys = keys;
    }

    static TicketKeys of(List<OpenSslSessionTicketKey> keys) {
        return new TicketKeys(keys.toArray(OpenSslSessionTicketKey[]::new));
    }

    static TicketKeys of(SessionTicketKeys shared) {
        return of(IntStream.range(0, shared.size())
                .mapToObj(index -> key(shared.key(index)))
                .toList());
    }

    /** Keys that open nothing, and whose tickets nothing opens once they are gone. */
    static TicketKeys random() {
        return new TicketKeys(randomKey());
    }

    static OpenSslSessionTicketKey randomKey() {
        byte[] bytes = new byte[OpenSslSessionTicketKey.TICKET_KEY_SIZE];
        RANDOM.nextBytes(bytes);
        return key(bytes);
    }

    /** Cut as nginx and HAProxy do: name, AES, HMAC. The bytes are overwritten; Netty's objects have copies. */
    private static OpenSslSessionTicketKey key(byte[] bytes) {
        int aesEnd = OpenSslSessionTicketKey.NAME_SIZE + OpenSslSessionTicketKey.AES_KEY_SIZE;
        byte[] name = Arrays.copyOf(bytes, OpenSslSessionTicketKey.NAME_SIZE);
        byte[] aes = Arrays.copyOfRange(bytes, OpenSslSessionTicketKey.NAME_SIZE, aesEnd);
        byte[] hmac = Arrays.copyOfRange(bytes, aesEnd, aesEnd + OpenSslSessionTicketKey.HMAC_KEY_SIZE);
        try {
            return new OpenSslSessionTicketKey(name, hmac, aes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(aes, (byte) 0);
            Arrays.fill(hmac, (byte) 0);
        }
    }

    /** Can be done at any time: handshakes under way take the keys that are there when they need one. */
    void applyTo(OpenSslSessionContext sessions) {
        sessions.setTicketKeys(keys);
    }

    int count() {
        return keys.length;
    }

    @Override
    public String toString() {
        return "TicketKeys[" + keys.length + "]";
    }
}
