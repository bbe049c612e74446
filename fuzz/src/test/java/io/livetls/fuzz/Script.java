package io.livetls.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * A fuzzer's input read as a row of choices, so that the mutations of its bytes become mutations of a structure. It never
 * ends: after the last byte every choice is the first one.
 */
final class Script {
    private final byte[] bytes;
    private int position;

    Script(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return position < bytes.length;
    }

    /** From 0 to 255. */
    int octet() {
        return hasMore() ? bytes[position++] & 0xff : 0;
    }

    /** From 0 up to the limit, which isn't reached. */
    int below(int limit) {
        int choice = octet();
        for (int seen = 256; seen < limit; seen *= 256) {
            choice = choice * 256 + octet();
        }
        return Math.floorMod(choice, limit);
    }

    boolean flag() {
        return (octet() & 1) == 1;
    }

    /** Once in so many times. */
    boolean rarely(int times) {
        return below(times) == 1;
    }

    <T> T one(List<T> list) {
        return list.get(below(list.size()));
    }

    /** Up to so many bytes, as they are. */
    byte[] bytes(int atMost) {
        int length = Math.min(below(atMost + 1), bytes.length - position);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
        position = bytes.length;
        return rest;
    }
}
