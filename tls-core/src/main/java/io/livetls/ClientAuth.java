package io.livetls;

/** What a server wants of its clients' certificates. It comes from the settings; no reload changes it. */
public enum ClientAuth {
    /** The server doesn't ask for a certificate. The default. */
    NONE,
    /** The server asks for a certificate. A client without one is let in; one with an untrusted certificate isn't. */
    OPTIONAL,
    /** Only clients with a trusted certificate are let in: mutual TLS. */
    REQUIRE
}
