package io.livetls.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a service's certificate, as the documentation tells it: each event is one line. */
class RotationStoryTest {
    @TempDir
    private Path temporary;

    @Test
    void everyEventIsOneLine() throws Exception {
        CertificateAuthority oldRoot = CertificateAuthority.create("Old root");
        CertificateAuthority newRoot = CertificateAuthority.create("New root");
        IssuedCertificate first = oldRoot.issue(leaf -> leaf.dns("api.example.org"));
        IssuedCertificate renewed = oldRoot.renew(first);
        IssuedCertificate rekeyed = oldRoot.rekey(first);
        IssuedCertificate moved = newRoot.rekey(first);

        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(first, oldRoot);
            assertState(volume, first, oldRoot);
            volume.update(renewed, oldRoot);
            assertState(volume, renewed, oldRoot);
            volume.update(rekeyed, oldRoot);
            assertState(volume, rekeyed, oldRoot);
            volume.update(rekeyed, oldRoot, newRoot);
            assertState(volume, rekeyed, oldRoot, newRoot);
            volume.update(moved, oldRoot, newRoot);
            assertState(volume, moved, oldRoot, newRoot);
            volume.update(moved, newRoot);
            assertState(volume, moved, newRoot);

            volume.update("tls.key", first.privateKeyPem());
            assertThat(volume.file("tls.crt")).hasContent(moved.certificatePem());
            assertThat(volume.file("tls.key")).hasContent(first.privateKeyPem());
            volume.update(moved, newRoot);
            volume.truncate("tls.crt");
            assertThat(volume.file("tls.crt"))
                    .hasContent(moved.certificatePem()
                            .substring(0, moved.certificatePem().length() / 2));
            volume.update("ca.crt", "");
            assertThat(volume.file("ca.crt")).isEmptyFile();
        }

        PathValidation.validate(moved, newRoot);
    }

    private static void assertState(SecretVolume volume, IssuedCertificate identity, CertificateAuthority... trusted) {
        assertThat(volume.file("tls.crt")).hasContent(identity.certificatePem());
        assertThat(volume.file("tls.key")).hasContent(identity.privateKeyPem());
        assertThat(volume.file("ca.crt")).hasContent(CertificateAuthority.bundlePem(trusted));
    }
}
