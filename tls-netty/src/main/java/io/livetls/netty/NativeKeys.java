package io.livetls.netty;

import io.livetls.material.Identity;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.util.Set;

/**
 * Whether BoringSSL, as Netty drives it, can sign with a key. Netty itself finds out in the first handshake, when the
 * generation is in effect already.
 */
final class NativeKeys {
    private static final Set<String> ALGORITHMS = Set.of("RSA", "EC");

    private NativeKeys() {}

    static void checkUsable(Identity identity) {
        String algorithm = identity.leaf().getPublicKey().getAlgorithm();
        if (!ALGORITHMS.contains(algorithm)) {
            throw refused("can't present a certificate for a key of type " + algorithm, identity);
        }
        if (identity.privateKey().getEncoded() == null) {
            throw refused("can't use a private key that gives no encoding, as keys in hardware don't,", identity);
        }
    }

    private static MaterialException refused(String what, Identity identity) {
        return new MaterialException(
                Problem.REFUSED,
                null,
                "BoringSSL " + what + " (" + identity + ")",
                "Use an RSA or EC key, or NettyTls with engine(JDK)");
    }
}
