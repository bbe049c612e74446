package io.livetls.material;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keys that several processes share to seal session tickets (RFC 5077, 4; RFC 8446, 4.6.1), so that a client may resume
 * with any of them. The first seals new tickets, all of them open.
 *
 * <p>Whoever has such a key can read the TLS 1.2 connections that its tickets belong to, also recorded ones: replace them
 * often, and keep them in memory rather than on a disk. Immutable and safe for any thread.
 */
public final class SessionTicketKeys {
    /** The length of a key in bytes: 16 that name it, 16 for AES-128 and 16 for HMAC, as nginx and HAProxy cut them. */
    public static final int KEY_LENGTH = 48;

    /** More than a file that replaces its keys every hour has in two days, which is how long tickets last. */
    public static final int MAX_KEYS = 64;

    private static final int NAME_LENGTH = 16;

    private final byte[][] keys;

    private SessionTicketKeys(byte[][] keys) {
        this.keys = keys;
    }

    /**
     * Keys of the program itself.
     *
     * @param keys each of {@link #KEY_LENGTH} random bytes, the one that seals first; copied
     * @return the keys
     * @throws MaterialException {@link Problem#MISSING} without any, {@link Problem#TOO_LARGE} for more than
     *     {@link #MAX_KEYS}, {@link Problem#UNSUPPORTED} for one of another length, {@link Problem#AMBIGUOUS} for two of
     *     one name, {@link Problem#REFUSED} for one that can't be random
     */
    public static SessionTicketKeys of(List<byte[]> keys) {
        if (keys.isEmpty()) {
            throw new MaterialException(
                    Problem.MISSING, null, "there is no session ticket key", "Give at least one: openssl rand 48");
        }
        if (keys.size() > MAX_KEYS) {
            throw new MaterialException(
                    Problem.TOO_LARGE,
                    null,
                    "there are " + keys.size() + " session ticket keys, and " + MAX_KEYS + " are the most",
                    "Drop those that were replaced more than two days ago");
        }
        for (int i = 0; i < keys.size(); i++) {
            check(keys, i);
        }
        return new SessionTicketKeys(keys.stream().map(byte[]::clone).toArray(byte[][]::new));
    }

    /**
     * How many there are.
     *
     * @return at least 1
     */
    public int size() {
        return keys.length;
    }

    /**
     * A key. Handle it with care, and overwrite the copy after use.
     *
     * @param index from 0, which is the one that seals
     * @return a copy of {@link #KEY_LENGTH} bytes: the name, the key for AES-128, the key for HMAC, 16 each
     */
    public byte[] key(int index) {
        return keys[index].clone();
    }

    /**
     * Equal if the same keys stand in the same order.
     *
     * @param other anything
     * @return whether it seals and opens the same
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionTicketKeys that
                && keys.length == that.keys.length
                && IntStream.range(0, keys.length).allMatch(i -> MessageDigest.isEqual(keys[i], that.keys[i]));
    }

    /** Of the names alone, which every ticket shows. */
    @Override
    public int hashCode() {
        return Arrays.hashCode(Arrays.copyOf(keys[0], NAME_LENGTH));
    }

    /**
     * For logs: how many there are and the name of the one that seals, which every ticket shows.
     *
     * @return a line without secrets
     */
    @Override
    public String toString() {
        return "SessionTicketKeys[" + keys.length + ", sealing with "
                + HexFormat.of().formatHex(keys[0], 0, 4) + "]";
    }

    private static void check(List<byte[]> keys, int index) {
        byte[] key = keys.get(index);
        String which = "session ticket key " + (index + 1);
        if (key.length != KEY_LENGTH) {
            throw new MaterialException(
                    Problem.UNSUPPORTED,
                    null,
                    which + " has " + key.length + " bytes, and " + KEY_LENGTH + " are what BoringSSL takes",
                    "Make one with: openssl rand 48");
        }
        if (isConstant(key)) {
            throw new MaterialException(
                    Problem.REFUSED,
                    null,
                    which + " is one byte over and over, which anybody can guess",
                    "Make one with: openssl rand 48");
        }
        for (int before = 0; before < index; before++) {
            if (Arrays.equals(keys.get(before), 0, NAME_LENGTH, key, 0, NAME_LENGTH)) {
                throw new MaterialException(
                        Problem.AMBIGUOUS,
                        null,
                        which + " has the name, its first 16 bytes, of key " + (before + 1),
                        "Give each key once");
            }
        }
    }

    private static boolean isConstant(byte[] key) {
        for (byte next : key) {
            if (next != key[0]) {
                return false;
            }
        }
        return true;
    }
}
