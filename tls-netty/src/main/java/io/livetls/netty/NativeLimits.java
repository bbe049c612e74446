package io.livetls.netty;

import io.livetls.material.Identity;
import io.netty.handler.ssl.OpenSsl;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What BoringSSL, as Netty drives it, can't do. It is asked before a context is made: else some of it is left out in
 * silence, and some shows in the first handshake, when the generation is in effect already.
 */
final class NativeLimits {
    private static final Set<String> KEY_ALGORITHMS = Set.of("RSA", "EC");

    /** BoringSSL has these on or off together. */
    private static final Set<String> TLS13_CIPHER_SUITES =
            Set.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private NativeLimits() {}

    /** Why BoringSSL can't do what the settings say; null if it can. */
    static @Nullable String obstacle(ContextSettings settings) {
        for (NamedGroup group : settings.groups()) {
            if (group.openSslName() == null) {
                return "BoringSSL doesn't have the group " + group;
            }
        }
        return cipherSuitesObstacle(settings.cipherSuites(), settings.protocols());
    }

    private static @Nullable String cipherSuitesObstacle(List<String> suites, List<String> protocols) {
        Set<String> known = OpenSsl.availableJavaCipherSuites();
        for (String suite : suites) {
            if (!known.contains(suite)) {
                return "BoringSSL doesn't have the cipher suite " + suite;
            }
        }
        Set<String> missing = new TreeSet<>(TLS13_CIPHER_SUITES);
        suites.forEach(missing::remove);
        boolean some = !missing.isEmpty() && missing.size() < TLS13_CIPHER_SUITES.size();
        boolean tls13 = protocols.isEmpty() || protocols.contains("TLSv1.3");
        return some && tls13
                ? "BoringSSL has the cipher suites of TLS 1.3 on or off together, and " + String.join(", ", missing)
                        + " isn't among those that were set"
                : null;
    }

    /** Why BoringSSL can't present this; null if it can. */
    static @Nullable String obstacle(@Nullable Identity identity) {
        if (identity == null) {
            return null;
        }
        String algorithm = identity.leaf().getPublicKey().getAlgorithm();
        if (!KEY_ALGORITHMS.contains(algorithm)) {
            return "BoringSSL can't present a certificate for a key of type " + algorithm + ", " + identity;
        }
        return identity.privateKey().getEncoded() == null
                ? "BoringSSL can't use a private key that gives no encoding, as keys in hardware don't, " + identity
                : null;
    }
}
