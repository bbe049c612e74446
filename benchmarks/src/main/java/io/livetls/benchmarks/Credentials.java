package io.livetls.benchmarks;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;

/**
 * What both sides of a benchmark present and trust: P-256, leaf and intermediate below one root.
 *
 * @param root what both sides trust
 * @param issuer the intermediate that issues
 * @param server what the server presents, for {@code localhost}
 * @param client what the client presents
 */
record Credentials(
        CertificateAuthority root, CertificateAuthority issuer, IssuedCertificate server, IssuedCertificate client) {

    static Credentials create() {
        CertificateAuthority root = CertificateAuthority.create("Benchmark root");
        CertificateAuthority issuer = root.intermediate("Benchmark intermediate");
        return new Credentials(
                root,
                issuer,
                issuer.issue(leaf -> leaf.commonName("server").dns("localhost")),
                issuer.issue(leaf -> leaf.commonName("client").dns("client")));
    }

    /** Another certificate and key for the server. */
    IssuedCertificate newServer() {
        return issuer.rekey(server);
    }
}
