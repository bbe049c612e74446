package io.livetls.soak;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;

/** A CA that is trusted for some time, and the clients that it has certified. */
final class Guest implements AutoCloseable {
    private final CertificateAuthority authority;
    private final Peers peers;

    Guest(CertificateAuthority authority, CertificateAuthority serverRoot) {
        this.authority = authority;
        IssuedCertificate client = authority.issue(leaf -> leaf.commonName("client"));
        this.peers = new Peers(this, client, serverRoot);
    }

    CertificateAuthority authority() {
        return authority;
    }

    Peers peers() {
        return peers;
    }

    @Override
    public void close() {
        peers.close();
    }

    @Override
    public String toString() {
        return Version.name(authority.certificate().getSubjectX500Principal());
    }
}
