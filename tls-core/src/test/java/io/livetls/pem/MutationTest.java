package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.material.MaterialException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Damage at random: only MaterialException may come of it, or the very same material where the damage is harmless. The
 * seed is fixed and named on failure.
 */
class MutationTest {
    private static final long SEED = 20260101;
    private static final int ROUNDS = 20_000;
    private static final String[] NAMES = {"RSA", "DSA", "P-256", "P-384", "Ed25519", "Ed448", "RSASSA-PSS"};

    @Test
    void aDamagedKeyIsTheSameKeyOrAnExceptionOfOurs() {
        List<byte[]> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String name : NAMES) {
            files.add(withPublicKey(name));
            files.add(KeyFiles.bytes(KeyFiles.pem("PRIVATE KEY", withPublicKey(name))));
            names.addAll(List.of(name, name));
        }
        for (String name : List.of("RSA", "DSA", "P-256")) {
            files.add(KeyFiles.traditional(name));
            names.add(name);
        }
        Random random = new Random(SEED);
        int harmless = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int chosen = random.nextInt(files.size());
            byte[] damaged = damage(files.get(chosen), random);
            PrivateKey key = decoded(damaged, round);
            if (key != null) {
                harmless++;
                assertThat(SameKey.test(key, KeyFiles.key(names.get(chosen))))
                        .as("seed %d, round %d, %s", SEED, round, names.get(chosen))
                        .isTrue();
            }
        }
        assertThat(harmless).isBetween(1, ROUNDS / 2);
    }

    @Test
    void aDamagedBundleHasTheSameNumberOfCertificatesOrIsAnExceptionOfOurs() throws CertificateEncodingException {
        X509Certificate first = KeyFiles.certificate("first", KeyFiles.pair("RSA"));
        X509Certificate second = KeyFiles.certificate("second", KeyFiles.pair("Ed25519"));
        int border = KeyFiles.pem("CERTIFICATE", first.getEncoded()).length();
        byte[] file = KeyFiles.bytes(
                KeyFiles.pem("CERTIFICATE", first.getEncoded()) + KeyFiles.pem("CERTIFICATE", second.getEncoded()));
        Random random = new Random(SEED);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(file, random);
            try {
                List<X509Certificate> certificates = Certificates.decode(damaged, "ca.pem");
                read++;
                // A cut between two blocks leaves a whole file behind: no reader can tell. Up to 3 bytes were put in.
                assertThat(certificates)
                        .as("seed %d, round %d", SEED, round)
                        .hasSize(damaged.length <= border + 3 ? 1 : 2);
            } catch (MaterialException expected) {
                assertThat(expected.problem()).isNotNull();
            } catch (RuntimeException unexpected) {
                throw new AssertionError("seed " + SEED + ", round " + round, unexpected);
            }
        }
        assertThat(read).isBetween(1, ROUNDS);
    }

    /** With the public key, which proves what the numbers alone can't: any number is a valid Ed25519 or EC key. */
    private static byte[] withPublicKey(String name) {
        byte[] bits = DerWriter.element(0x81, new byte[] {0}, KeyFiles.publicBits(KeyFiles.pair(name)));
        return PrivateKeyFormatsTest.version2(name, new byte[0], bits);
    }

    private static @Nullable PrivateKey decoded(byte[] damaged, int round) {
        try {
            return PrivateKeys.decode(damaged, "key", null, DecodingLimits.DEFAULT);
        } catch (MaterialException expected) {
            return null;
        } catch (RuntimeException unexpected) {
            throw new AssertionError("seed " + SEED + ", round " + round, unexpected);
        }
    }

    /** One to three bytes changed, taken out or put in, or the end cut off. */
    private static byte[] damage(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && bytes.length > 1; i++) {
            int at = random.nextInt(bytes.length);
            byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at]++;
                case 3 -> {
                    bytes = Arrays.copyOf(bytes, bytes.length - 1);
                    System.arraycopy(tail, 1, bytes, at, tail.length - 1);
                }
                case 4 -> {
                    bytes = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(tail, 0, bytes, at + 1, tail.length);
                }
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }
}
