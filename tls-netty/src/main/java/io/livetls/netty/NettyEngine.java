package io.livetls.netty;

/** Who speaks TLS. */
public enum NettyEngine {
    /**
     * {@link #OPENSSL} where its native library loads and it can do what is set and sign with the current key,
     * {@link #JDK} elsewhere. It is decided when the context is made. The default.
     */
    AUTO,
    /**
     * Netty's native OpenSSL: BoringSSL, as {@code io.netty:netty-tcnative-boringssl-static} brings it. Asked for by name,
     * it has to be there.
     *
     * <p>It signs with RSA and EC keys whose encoding is at hand; a rotation to another key fails the reload. It has the
     * cipher suites of TLS 1.3 on or off together.
     */
    OPENSSL,
    /** The {@code SSLEngine} of the Java platform. */
    JDK
}
