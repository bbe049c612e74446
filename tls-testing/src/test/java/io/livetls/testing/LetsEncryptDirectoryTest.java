package io.livetls.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetsEncryptDirectoryTest {
    private final CertificateAuthority issuer =
            CertificateAuthority.create("Test root").intermediate("Test intermediate");
    private final IssuedCertificate first = issuer.issue();

    @TempDir
    private Path root;

    @Test
    void looksAsCertbotsDirectoryDoes() throws IOException {
        LetsEncryptDirectory directory = LetsEncryptDirectory.create(root, "example.org", first);

        assertThat(directory.fullchain()).isEqualTo(root.resolve("live/example.org/fullchain.pem"));
        assertThat(Files.readSymbolicLink(directory.fullchain()))
                .isEqualTo(Path.of("../../archive/example.org/fullchain1.pem"));
        assertThat(directory.fullchain()).hasContent(first.certificatePem());
        assertThat(directory.privateKey()).hasContent(first.privateKeyPem());
        assertThat(Files.readString(directory.certificate()) + Files.readString(directory.chain()))
                .isEqualTo(first.certificatePem());
        assertThat(directory.chain()).hasContent(issuer.certificatePem());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.privateKey())))
                .isEqualTo("rw-------");
    }

    @Test
    void renewalPointsTheLinksToTheNextNumberOneByOne() throws IOException {
        LetsEncryptDirectory directory = LetsEncryptDirectory.create(root, "example.org", first);
        IssuedCertificate second = issuer.issue();
        List<Path> order = new ArrayList<>();

        directory.renew(second, link -> {
            order.add(link);
            if (link.equals(directory.privateKey())) {
                assertThat(directory.privateKey()).hasContent(second.privateKeyPem());
                assertThat(directory.fullchain())
                        .as("key and chain don't belong together now")
                        .hasContent(first.certificatePem());
                assertThat(root.resolve("live/example.org/previous_privkey.pem"))
                        .hasContent(first.privateKeyPem());
            }
        });

        assertThat(order)
                .containsExactly(
                        directory.certificate(), directory.privateKey(), directory.chain(), directory.fullchain());
        assertThat(Files.readSymbolicLink(directory.fullchain()))
                .isEqualTo(Path.of("../../archive/example.org/fullchain2.pem"));
        assertThat(directory.fullchain()).hasContent(second.certificatePem());
        assertThat(root.resolve("archive/example.org/fullchain1.pem")).hasContent(first.certificatePem());
        try (Stream<Path> links = Files.list(root.resolve("live/example.org"))) {
            assertThat(links).hasSize(4);
        }
    }

    @Test
    void renewalsWithTheSameKeyLinkToTheFirstOne() throws IOException {
        LetsEncryptDirectory directory = LetsEncryptDirectory.create(root, "example.org", first);

        directory.renew(issuer.renew(first));
        directory.renew(issuer.renew(first));

        assertThat(Files.readSymbolicLink(root.resolve("archive/example.org/privkey3.pem")))
                .isEqualTo(Path.of("privkey1.pem"));
        assertThat(directory.privateKey()).hasContent(first.privateKeyPem());
    }
}
