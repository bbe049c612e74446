package io.livetls.check;

/** What a certificate is presented as. It decides which key usages fit (RFC 5280, 4.2.1.12). */
public enum Role {
    /** By a server: the extended key usage {@code serverAuth}, if there is that extension. */
    SERVER,
    /** By a client that is asked for one: {@code clientAuth}. */
    CLIENT
}
