package io.livetls.netty;

/** How a stranger resumes, and how it shakes hands. */
enum Way {
    /** RFC 5077. */
    TLS12_TICKET("TLSv1.2", false),
    /** RFC 5246, 7.3: BoringSSL as Netty sets it up for TLS 1.2, without tickets. */
    TLS12_SESSION_ID("TLSv1.2", true),
    /** RFC 8446, 2.2. */
    TLS13_JDK("TLSv1.3", false),
    TLS13_BORINGSSL("TLSv1.3", true),
    /** RFC 8446, 2.1: the server asks for another group by a HelloRetryRequest. */
    TLS13_RETRY("TLSv1.3", true);

    private final String protocol;
    private final boolean boringSsl;

    Way(String protocol, boolean boringSsl) {
        this.protocol = protocol;
        this.boringSsl = boringSsl;
    }

    String protocol() {
        return protocol;
    }

    /** Who the stranger is; otherwise the JDK. */
    boolean isBoringSsl() {
        return boringSsl;
    }

    /** Whether there is a HelloRetryRequest. */
    boolean retries() {
        return this == TLS13_RETRY;
    }
}
