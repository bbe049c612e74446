package io.livetls;

import java.util.List;

/**
 * What the settings say and no file changes.
 *
 * @param name what the handle is called in logs
 * @param clientAuth what servers want of their clients' certificates
 * @param verifiesServers whether clients check the server's certificate; false only by an explicit choice
 * @param protocols enabled protocols, such as {@code TLSv1.3}; empty for the TLS engine's defaults
 * @param cipherSuites enabled cipher suites by their RFC names; empty for the TLS engine's defaults
 */
public record TlsSettings(
        String name,
        ClientAuth clientAuth,
        boolean verifiesServers,
        List<String> protocols,
        List<String> cipherSuites) {

    /**
     * Copies the lists.
     *
     * @param name what the handle is called in logs
     * @param clientAuth what servers want of their clients' certificates
     * @param verifiesServers whether clients check the server's certificate
     * @param protocols enabled protocols
     * @param cipherSuites enabled cipher suites
     */
    public TlsSettings {
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
    }
}
