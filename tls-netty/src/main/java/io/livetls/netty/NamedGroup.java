package io.livetls.netty;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A group of IANA's "TLS Supported Groups" under the names that the engines have for it. */
enum NamedGroup {
    X25519("X25519", "x25519"),
    X448(null, "x448"),
    SECP256R1("P-256", "secp256r1"),
    SECP384R1("P-384", "secp384r1"),
    SECP521R1("P-521", "secp521r1"),
    FFDHE2048(null, "ffdhe2048"),
    FFDHE3072(null, "ffdhe3072"),
    FFDHE4096(null, "ffdhe4096"),
    X25519MLKEM768("X25519MLKEM768", null);

    private final @Nullable String openSslName;
    private final @Nullable String jdkName;

    NamedGroup(@Nullable String openSslName, @Nullable String jdkName) {
        this.openSslName = openSslName;
        this.jdkName = jdkName;
    }

    static NamedGroup of(String name) {
        return Arrays.stream(values())
                .filter(group -> group.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("groups: " + name + " isn't known (expected: "
                        + Arrays.stream(values()).map(NamedGroup::toString).collect(Collectors.joining(", ")) + ")"));
    }

    /** Null if BoringSSL doesn't have it. */
    @Nullable String openSslName() {
        return openSslName;
    }

    /** Null if the JDK doesn't have it. */
    @Nullable String jdkName() {
        return jdkName;
    }

    @Override
    public String toString() {
        return this == X25519 || this == X25519MLKEM768 ? name() : name().toLowerCase(Locale.ROOT);
    }
}
