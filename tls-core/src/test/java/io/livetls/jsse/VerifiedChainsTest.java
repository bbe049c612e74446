package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class VerifiedChainsTest {
    private static final long FROM = 1_000;
    private static final long UNTIL = 2_000;
    private static final long NOW = 1_500;

    private final Random random = new Random(48);

    private byte[] any() {
        byte[] fingerprint = new byte[VerifiedChains.FINGERPRINT];
        random.nextBytes(fingerprint);
        return fingerprint;
    }

    /** Of fingerprints that have all but the last bytes in common. */
    private static byte[] ending(int end) {
        byte[] fingerprint = new byte[VerifiedChains.FINGERPRINT];
        fingerprint[VerifiedChains.FINGERPRINT - 2] = (byte) (end >>> 8);
        fingerprint[VerifiedChains.FINGERPRINT - 1] = (byte) end;
        return fingerprint;
    }

    @Test
    void holdsBetweenItsInstantsBothIncluded() {
        VerifiedChains chains = new VerifiedChains(10);
        byte[] one = any();
        chains.add(one, FROM, UNTIL);
        assertThat(chains.contains(one, FROM - 1)).isFalse();
        assertThat(chains.contains(one, FROM)).isTrue();
        assertThat(chains.contains(one, UNTIL)).isTrue();
        assertThat(chains.contains(one, UNTIL + 1)).isFalse();
        assertThat(chains.size()).as("what has ended is forgotten").isZero();
    }

    @Test
    void aClockThatWasSetBackForgetsNothing() {
        VerifiedChains chains = new VerifiedChains(10);
        byte[] one = any();
        chains.add(one, FROM, UNTIL);
        assertThat(chains.contains(one, 0)).isFalse();
        assertThat(chains.contains(one, NOW)).isTrue();
    }

    @Test
    void aSecondYesReplacesTheInstantsOfTheFirst() {
        VerifiedChains chains = new VerifiedChains(10);
        byte[] one = any();
        chains.add(one, FROM, UNTIL);
        chains.add(one, FROM, NOW);
        assertThat(chains.contains(one, UNTIL)).isFalse();
        assertThat(chains.size()).isZero();
    }

    @Test
    void fingerprintsThatDifferInTheirLastByteAloneAreDifferent() {
        VerifiedChains chains = new VerifiedChains(1_000);
        for (int i = 0; i < 50; i += 2) {
            chains.add(ending(i), FROM, UNTIL);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(chains.contains(ending(i), NOW)).as("%d", i).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void everyBitCounts() {
        VerifiedChains chains = new VerifiedChains(10);
        byte[] one = any();
        chains.add(one, FROM, UNTIL);
        for (int bit = 0; bit < VerifiedChains.FINGERPRINT * 8; bit++) {
            byte[] other = one.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(chains.contains(other, NOW)).as("bit %d", bit).isFalse();
        }
        assertThat(chains.contains(one, NOW)).isTrue();
    }

    @Test
    void holdsWhatItIsSaidToHoldAndNotMuchMore() {
        VerifiedChains chains = new VerifiedChains(1_000);
        for (int i = 0; i < 10_000; i++) {
            chains.add(any(), FROM, UNTIL);
            assertThat(chains.size()).isLessThanOrEqualTo(2_000);
        }
        assertThat(chains.size()).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void whoComesBackStaysAndPassersByGo() {
        VerifiedChains chains = new VerifiedChains(1_000);
        List<byte[]> regulars = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] regular = any();
            regulars.add(regular);
            chains.add(regular, FROM, UNTIL);
        }
        for (int round = 0; round < 100; round++) {
            regulars.forEach(
                    regular -> assertThat(chains.contains(regular, NOW)).isTrue());
            for (int passerBy = 0; passerBy < 100; passerBy++) {
                chains.add(any(), FROM, UNTIL);
            }
        }
    }

    /** Whatever is added, asked for, ended and pushed out: what it says it holds was added, with that window. */
    @Test
    void saysYesToNothingThatWasntAddedAndNeverOutsideItsInstants() {
        VerifiedChains chains = new VerifiedChains(64);
        Map<Integer, Long> endings = new HashMap<>();
        int yes = 0;
        for (int step = 0; step < 200_000; step++) {
            int which = random.nextInt(400);
            byte[] fingerprint = ending(which);
            // A few of them collide in segment and slot with all others, the rest spread.
            if (which % 4 != 0) {
                fingerprint[0] = (byte) (which * 37);
                fingerprint[7] = (byte) (which * 11);
            }
            if (random.nextBoolean()) {
                long until = random.nextInt(1_000);
                endings.put(which, until);
                chains.add(fingerprint, 0, until);
            } else {
                long now = random.nextInt(1_000);
                if (chains.contains(fingerprint, now)) {
                    yes++;
                    assertThat(endings).containsKey(which);
                    assertThat(now).isLessThanOrEqualTo(endings.get(which));
                }
            }
        }
        assertThat(yes).isGreaterThan(1_000);
    }

    @Test
    void aHundredThreadsFindTheirOwnAndNobodyElses() throws Exception {
        VerifiedChains chains = new VerifiedChains(VerifiedChains.DEFAULT_CAPACITY);
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            List<Future<Integer>> found = new ArrayList<>();
            for (int thread = 0; thread < 100; thread++) {
                Random own = new Random(thread);
                found.add(threads.submit(() -> {
                    int count = 0;
                    for (int i = 0; i < 500; i++) {
                        byte[] mine = new byte[VerifiedChains.FINGERPRINT];
                        own.nextBytes(mine);
                        byte[] nobodys = mine.clone();
                        nobodys[31] ^= 1;
                        chains.add(mine, FROM, UNTIL);
                        count += chains.contains(mine, NOW) && !chains.contains(nobodys, NOW) ? 1 : 0;
                    }
                    return count;
                }));
            }
            for (Future<Integer> each : found) {
                assertThat(each.get()).isEqualTo(500);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(chains.size()).isEqualTo(50_000);
    }

    @Test
    void aHundredThousandPeersFitInLessThanSevenMegabytes() {
        VerifiedChains chains = new VerifiedChains(VerifiedChains.DEFAULT_CAPACITY);
        List<byte[]> peers = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            byte[] peer = any();
            peers.add(peer);
            chains.add(peer, FROM, UNTIL);
        }
        assertThat(peers.stream().filter(peer -> chains.contains(peer, NOW)).count())
                .isEqualTo(100_000);
        assertThat(chains.tableBytes()).isLessThan(7_000_000L);
    }

    @Test
    void anEmptyOneTakesNextToNothing() {
        assertThat(new VerifiedChains(VerifiedChains.DEFAULT_CAPACITY).tableBytes())
                .isZero();
    }
}
