package io.livetls.jsse;

import java.security.Provider;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider of native signatures, if the program brings one along. It is an object of its own, and never among the
 * platform's providers.
 */
final class NativeSignatures {
    private static final Optional<Provider> FOUND =
            Stream.of(conscrypt(), corretto()).flatMap(Optional::stream).findFirst();

    private NativeSignatures() {}

    static Optional<Provider> provider() {
        return FOUND;
    }

    /** {@code org.conscrypt:conscrypt-openjdk-uber}. */
    static Optional<Provider> conscrypt() {
        return made(
                () -> load("org.conscrypt.Conscrypt").getMethod("newProvider").invoke(null));
    }

    /** {@code software.amazon.cryptools:AmazonCorrettoCryptoProvider}, where its native library could be loaded. */
    static Optional<Provider> corretto() {
        return made(() -> {
            Class<?> type = load("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            Object provider = type.getField("INSTANCE").get(null);
            return type.getMethod("getLoadingError").invoke(provider) == null ? provider : null;
        });
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, true, NativeSignatures.class.getClassLoader());
    }

    private static Optional<Provider> made(Making making) {
        try {
            return making.made() instanceof Provider provider ? Optional.of(provider) : Optional.empty();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException notHere) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Making {
        @Nullable Object made() throws ReflectiveOperationException;
    }
}
