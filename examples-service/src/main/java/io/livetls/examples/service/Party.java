package io.livetls.examples.service;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;

/** Somebody who has a mounted secret, which cert-manager replaces. */
final class Party implements AutoCloseable {
    private final SecretVolume secret;
    private IssuedCertificate presented;

    Party(Path directory, IssuedCertificate first, CertificateAuthority trusted) {
        secret = SecretVolume.create(directory);
        presented = first;
        secret.update(first, trusted);
    }

    Path path() {
        return secret.path();
    }

    IssuedCertificate presented() {
        return presented;
    }

    void present(IssuedCertificate next, CertificateAuthority... trusted) {
        presented = next;
        secret.update(next, trusted);
    }

    @Override
    public void close() {
        secret.close();
    }
}
