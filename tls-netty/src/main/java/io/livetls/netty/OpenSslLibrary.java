package io.livetls.netty;

import io.netty.handler.ssl.OpenSsl;
import org.jspecify.annotations.Nullable;

/** Whether Netty's native OpenSSL can be used here. */
@FunctionalInterface
interface OpenSslLibrary {
    /** What Netty found when it loaded the library. */
    OpenSslLibrary NETTY = () -> OpenSsl.isAvailable() ? null : OpenSsl.unavailabilityCause();

    /** Why it can't be used; null if it can. */
    @Nullable Throwable unavailable();

    /** Decides between the engines. */
    default boolean isChosenBy(NettyEngine wanted) {
        if (wanted == NettyEngine.JDK) {
            return false;
        }
        Throwable cause = unavailable();
        if (cause != null && wanted == NettyEngine.OPENSSL) {
            throw new IllegalStateException(
                    "engine(OPENSSL): Netty's native OpenSSL isn't available (" + cause + "). Add the dependency"
                            + " io.netty:netty-tcnative-boringssl-static for this platform, or use engine(AUTO)",
                    cause);
        }
        return cause == null;
    }
}
