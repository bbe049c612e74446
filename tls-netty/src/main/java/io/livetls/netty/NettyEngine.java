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
     * <p>Its limits: it signs with RSA and EC keys whose encoding is at hand, and a rotation to another key fails the
     * reload. It refuses <em>peers</em> whose certificate has a P-521, RSASSA-PSS, Ed25519 or Ed448 key; where there are
     * any, use {@link #JDK}. It has the cipher suites of TLS 1.3 on or off together.
     */
    OPENSSL,
    /** The {@code SSLEngine} of the Java platform. */
    JDK
}
