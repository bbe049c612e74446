package io.livetls.jsse;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Fingerprints of what was accepted, each with the time for which that holds. A bounded cache: it forgets what hasn't been
 * asked for the longest, roughly (CLOCK, with new entries the first to go). Only primitive values are held, 49 bytes of table
 * for an entry; a table is between two fifths and four fifths full.
 *
 * <p>Thread-safe. The locks are for some ten nanoseconds each, and fingerprints spread evenly over them.
 */
final class VerifiedChains {
    /** Some 100,000 entries in 6.4 MB, once there were so many. */
    static final int DEFAULT_CAPACITY = 16 * 8_192 / 16 * 13;

    /** Bytes of a fingerprint. */
    static final int FINGERPRINT = 32;

    private static final int SEGMENT_BITS = 4;

    private final Segment[] segments = new Segment[1 << SEGMENT_BITS];

    /**
     * An empty one.
     *
     * @param capacity how many at most, rounded up
     */
    VerifiedChains(int capacity) {
        int slots = Segment.FEWEST_SLOTS;
        while (Segment.limit(slots) * segments.length < capacity) {
            slots *= 2;
        }
        int most = slots;
        Arrays.setAll(segments, i -> new Segment(most));
    }

    /** Whether this was accepted, and that holds now. */
    boolean contains(byte[] fingerprint, long nowMillis) {
        long[] words = words(fingerprint);
        return segment(words).contains(words, nowMillis);
    }

    /** From now on this is accepted, between two instants, both included. */
    void add(byte[] fingerprint, long fromMillis, long untilMillis) {
        long[] words = words(fingerprint);
        segment(words).add(words, fromMillis, untilMillis);
    }

    int size() {
        return Arrays.stream(segments).mapToInt(Segment::size).sum();
    }

    /** What the tables take. */
    long tableBytes() {
        return Arrays.stream(segments).mapToLong(Segment::tableBytes).sum();
    }

    private static long[] words(byte[] fingerprint) {
        if (fingerprint.length != FINGERPRINT) {
            throw new IllegalArgumentException("a fingerprint has " + FINGERPRINT + " bytes");
        }
        long[] words = new long[FINGERPRINT / Long.BYTES];
        ByteBuffer.wrap(fingerprint).asLongBuffer().get(words);
        return words;
    }

    private Segment segment(long[] words) {
        return segments[(int) (words[0] >>> (Long.SIZE - SEGMENT_BITS))];
    }

    /** A hash table with linear probing. Guarded by itself. */
    private static final class Segment {
        static final int FEWEST_SLOTS = 8;
        private static final int WORDS = 6;
        private static final int FROM = 4;
        private static final int UNTIL = 5;

        private static final byte FREE = 0;
        private static final byte HELD = 1;
        private static final byte ASKED_FOR = 2;

        private final int mostSlots;
        private long[] table = {};
        private byte[] state = {};
        private int size;
        private int hand;

        Segment(int mostSlots) {
            this.mostSlots = mostSlots;
        }

        /** How many entries so many slots take, so that a search comes to a free slot soon. */
        static int limit(int slots) {
            return slots / 16 * 13 + slots % 16 * 3 / 4;
        }

        synchronized int size() {
            return size;
        }

        synchronized long tableBytes() {
            return (long) table.length * Long.BYTES + state.length;
        }

        synchronized boolean contains(long[] words, long now) {
            int slot = find(words);
            if (slot < 0 || now < table[slot * WORDS + FROM]) {
                return false;
            }
            if (now > table[slot * WORDS + UNTIL]) {
                remove(slot);
                return false;
            }
            state[slot] = ASKED_FOR;
            return true;
        }

        synchronized void add(long[] words, long from, long until) {
            int slot = find(words);
            if (slot < 0) {
                makeRoom();
                slot = put(words);
            }
            table[slot * WORDS + FROM] = from;
            table[slot * WORDS + UNTIL] = until;
        }

        private int mask() {
            return state.length - 1;
        }

        private int find(long[] words) {
            if (size == 0) {
                return -1;
            }
            int slot = (int) words[0] & mask();
            while (state[slot] != FREE) {
                int at = slot * WORDS;
                if (Arrays.equals(table, at, at + words.length, words, 0, words.length)) {
                    return slot;
                }
                slot = (slot + 1) & mask();
            }
            return -1;
        }

        private void makeRoom() {
            if (size < limit(state.length)) {
                return;
            }
            if (state.length < mostSlots) {
                grow();
            } else {
                forgetOne();
            }
        }

        private void grow() {
            long[] from = table;
            byte[] fromState = state;
            int slots = Math.max(FEWEST_SLOTS, fromState.length * 2);
            table = new long[slots * WORDS];
            state = new byte[slots];
            size = 0;
            hand = 0;
            for (int old = 0; old < fromState.length; old++) {
                if (fromState[old] != FREE) {
                    int at = old * WORDS;
                    int slot = put(Arrays.copyOfRange(from, at, at + WORDS));
                    state[slot] = fromState[old];
                }
            }
        }

        /** Into the first free slot from its own on. The caller has made room. */
        private int put(long[] words) {
            int slot = (int) words[0] & mask();
            while (state[slot] != FREE) {
                slot = (slot + 1) & mask();
            }
            System.arraycopy(words, 0, table, slot * WORDS, words.length);
            state[slot] = HELD;
            size++;
            return slot;
        }

        /** The hand goes round: who was asked for since it came by last time stays for one more round. */
        private void forgetOne() {
            while (state[hand] != HELD) {
                if (state[hand] == ASKED_FOR) {
                    state[hand] = HELD;
                }
                hand = (hand + 1) & mask();
            }
            remove(hand);
        }

        /** Entries that come after the gap and would not be found across it move into it (Knuth, TAOCP 3, 6.4, R). */
        private void remove(int slot) {
            int gap = slot;
            for (int next = (gap + 1) & mask(); state[next] != FREE; next = (next + 1) & mask()) {
                int home = (int) table[next * WORDS] & mask();
                if (((next - home) & mask()) >= ((next - gap) & mask())) {
                    System.arraycopy(table, next * WORDS, table, gap * WORDS, WORDS);
                    state[gap] = state[next];
                    gap = next;
                }
            }
            state[gap] = FREE;
            size--;
        }
    }
}
