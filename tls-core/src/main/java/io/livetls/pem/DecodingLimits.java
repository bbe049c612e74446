package io.livetls.pem;

/**
 * How much a file may ask for before it is refused, so that a damaged or hostile one costs neither the heap nor minutes.
 * What goes beyond is a {@link io.livetls.material.MaterialException} before any of the work is done: {@code TOO_LARGE}
 * for sizes, {@code TOO_EXPENSIVE} for work.
 *
 * @param keyBytes the largest file that may hold a private key, in bytes
 * @param certificateBytes the largest file that may hold certificates, in bytes
 * @param iterations the most rounds of password hashing (PBKDF2, PBES1, PKCS#12) for all encrypted keys of one file
 *     together
 * @param scryptMemory the most memory that scrypt may take (128 * N * r), in bytes; a quarter of the heap is a bound too
 * @param scryptWork the most bytes that scrypt may mix (128 * N * r * p) for all encrypted keys of one file together
 */
public record DecodingLimits(int keyBytes, int certificateBytes, int iterations, long scryptMemory, long scryptWork) {

    /**
     * 1 MiB for keys, 64 MiB for certificates, 10,000,000 iterations, 64 MiB of scrypt memory and 1 GiB of scrypt work:
     * far above what tools write, and some seconds at most.
     */
    public static final DecodingLimits DEFAULT = new DecodingLimits(1 << 20, 64 << 20, 10_000_000, 64L << 20, 1L << 30);

    /**
     * Checks the values.
     *
     * @param keyBytes positive
     * @param certificateBytes positive
     * @param iterations positive
     * @param scryptMemory positive
     * @param scryptWork positive
     */
    public DecodingLimits {
        requirePositive("keyBytes", keyBytes);
        requirePositive("certificateBytes", certificateBytes);
        requirePositive("iterations", iterations);
        requirePositive("scryptMemory", scryptMemory);
        requirePositive("scryptWork", scryptWork);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }
}
