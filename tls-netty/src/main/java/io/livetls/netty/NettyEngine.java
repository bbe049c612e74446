package io.livetls.netty;

/** Who speaks TLS. */
public enum NettyEngine {
    /** {@link #OPENSSL} where its native library loads, {@link #JDK} elsewhere. The default. */
    AUTO,
    /**
     * Netty's native OpenSSL: BoringSSL, as {@code io.netty:netty-tcnative-boringssl-static} brings it. Asked for by name,
     * it has to be there.
     */
    OPENSSL,
    /** The {@code SSLEngine} of the Java platform. */
    JDK
}
