package io.livetls.check;

/** What is looked at when a certificate is loaded. See {@link Checks}. */
public enum Check {
    /** Whether the leaf covers the hosts that are expected, see {@link Checks#expectHosts}. */
    HOSTS,
    /**
     * Whether the leaf was issued, directly or through its chain, by a CA that is expected: {@link Checks#expectIssuer}, or
     * without that the handle's own trust anchors. Only looked at where one of the two was asked for.
     */
    ISSUER,
    /** Whether the key usages of the leaf fit what it is used for, see {@link Checks#expectRoles}. */
    USAGE,
    /** Whether the certificates are within their time. */
    VALIDITY
}
