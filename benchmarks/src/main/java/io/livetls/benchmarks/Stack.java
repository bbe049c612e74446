package io.livetls.benchmarks;

import io.netty.handler.ssl.OpenSsl;

/** Who speaks TLS, on both sides. */
public enum Stack {
    /** A {@code javax.net.ssl.SSLContext} of the JDK. */
    JSSE,
    /** A Netty {@code SslContext} on the JDK's engine. */
    NETTY_JDK,
    /** A Netty {@code SslContext} on BoringSSL. */
    NETTY_BORINGSSL;

    /** False where BoringSSL's native library doesn't load. */
    boolean isAvailable() {
        return this != NETTY_BORINGSSL || OpenSsl.isAvailable();
    }
}
