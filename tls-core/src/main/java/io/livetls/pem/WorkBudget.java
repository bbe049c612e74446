package io.livetls.pem;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.math.BigInteger;

/** What opening the encrypted keys of one file may cost, all together. Asked before the work is done. */
final class WorkBudget {
    private final DecodingLimits limits;
    private long iterations;
    private long mixed;

    WorkBudget(DecodingLimits limits) {
        this.limits = limits;
    }

    /** The count as an int, if there is room for so many more iterations. */
    int iterations(BigInteger count) {
        if (count.signum() <= 0) {
            throw Faults.malformed("its encryption asks for " + count + " iterations", Faults.EXPORT_KEY_AGAIN);
        }
        if (count.bitLength() > 31 || count.longValue() > limits.iterations() - iterations) {
            throw tooExpensive("its encryption asks for "
                    + (count.bitLength() > 63 ? "more than 2^63" : count)
                    + " iterations, and the limit for a file is " + limits.iterations());
        }
        iterations += count.longValue();
        return count.intValue();
    }

    /** Checks the memory and the work of scrypt (RFC 7914) against the limits. */
    void scrypt(BigInteger n, BigInteger r, BigInteger p) {
        if (n.signum() <= 0 || r.signum() <= 0 || p.signum() <= 0 || n.bitCount() != 1 || n.bitLength() < 2) {
            throw Faults.malformed("its encryption has scrypt parameters out of range", Faults.EXPORT_KEY_AGAIN);
        }
        long heap = Runtime.getRuntime().maxMemory() / 4;
        BigInteger memory = n.multiply(r).shiftLeft(7);
        if (memory.compareTo(BigInteger.valueOf(Math.min(limits.scryptMemory(), heap))) > 0) {
            throw tooExpensive("its encryption asks for scrypt with 128 * N * r = " + shown(memory)
                    + " bytes of memory, and the limit is " + Math.min(limits.scryptMemory(), heap));
        }
        BigInteger work = memory.multiply(p);
        if (work.compareTo(BigInteger.valueOf(limits.scryptWork() - mixed)) > 0) {
            throw tooExpensive("its encryption asks for scrypt with 128 * N * r * p = " + shown(work)
                    + " bytes of work, and the limit for a file is " + limits.scryptWork());
        }
        mixed += work.longValue();
    }

    private static String shown(BigInteger value) {
        return value.bitLength() > 63 ? "more than 2^63" : value.toString();
    }

    private static MaterialException tooExpensive(String what) {
        return new MaterialException(
                Problem.TOO_EXPENSIVE,
                null,
                what,
                "Encrypt the key again with the defaults of \"openssl pkcs8 -topk8\", or raise the limit");
    }
}
