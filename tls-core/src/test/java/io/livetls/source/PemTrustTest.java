package io.livetls.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTrustTest {
    private final CertificateAuthority one = CertificateAuthority.create("One");
    private final CertificateAuthority two = CertificateAuthority.create("Two");
    private final CertificateAuthority three = CertificateAuthority.create("Three");

    @TempDir
    Path directory;

    @Test
    void aListOfFilesAndDirectoriesWithBlanksAroundCommas() throws IOException {
        Path file = write("one.pem", one.certificatePem());
        Path cas = Files.createDirectory(directory.resolve("cas"));
        write("cas/two.CRT", two.certificatePem());
        write("cas/three.Cer", three.certificatePem());
        TrustAnchors anchors = load(" " + file + " ,\t" + cas + " ");
        assertThat(anchors.certificates()).containsExactly(one.certificate(), three.certificate(), two.certificate());
        assertThat(anchors.originOf(two.certificate()))
                .hasValue(cas.resolve("two.CRT").toString());
    }

    @Test
    void aDirectoryTakesNeitherHiddenFilesNorOtherEndingsNorWhatIsBelow() throws IOException {
        write("taken.pem", one.certificatePem());
        write(".hidden.pem", "not even read");
        write("README.md", "not even read");
        write("pem", "not even read");
        Files.createDirectories(directory.resolve("below.pem"));
        write("below.pem/three.pem", three.certificatePem());
        assertThat(load(directory.toString()).certificates()).containsExactly(one.certificate());
    }

    @Test
    void aHashLinkOfOpensslIsCountedOnce() throws IOException {
        Path file = write("one.pem", one.certificatePem());
        Files.createSymbolicLink(directory.resolve("5ad8a5d6.0"), file.getFileName());
        Files.createSymbolicLink(directory.resolve("same.pem"), file.getFileName());
        assertThat(load(directory.toString()).certificates()).containsExactly(one.certificate());
    }

    @Test
    void aDamagedFileInADirectoryIsAnErrorThatNamesItAndNotASkip() throws IOException {
        write("one.pem", one.certificatePem());
        Path damaged = write("two.pem", two.certificatePem().substring(0, 200));
        assertThatThrownBy(() -> load(directory.toString()))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MALFORMED))
                .hasMessageContaining(damaged.toString());
    }

    @Test
    void aDanglingLinkInADirectoryIsAnError() throws IOException {
        write("one.pem", one.certificatePem());
        Files.createSymbolicLink(directory.resolve("two.pem"), Path.of("gone.pem"));
        assertThatThrownBy(() -> load(directory.toString()))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND))
                .hasMessageContaining("two.pem");
    }

    @Test
    void anEmptyDirectoryIsAnErrorAndNotTrustInNobody() {
        assertThatThrownBy(() -> load(directory.toString()))
                .isInstanceOf(MaterialException.class)
                .hasMessage(directory + ": the directory holds no file that ends in .pem, .crt or .cer."
                        + " Put the CA certificates there, or name their file.");
    }

    @Test
    void anEmptyPartOfTheListIsAnErrorThatShowsTheList() {
        for (String list : new String[] {"", " ", "/a,,/b", "/a,", ",/a"}) {
            assertThatThrownBy(() -> PemTrust.parse(list))
                    .isInstanceOfSatisfying(
                            MaterialException.class,
                            e -> assertThat(e.problem()).isEqualTo(Problem.MISSING))
                    .hasMessageContaining("'" + list + "'");
        }
    }

    @Test
    void whatIsNeitherFileNorDirectoryIsRefusedWithoutBlocking() {
        assertThatThrownBy(() -> load("/dev/zero"))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNREADABLE))
                .hasMessageContaining("neither a file nor a directory");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static TrustAnchors load(String list) {
        PemTrust trust = PemTrust.parse(list);
        try (Reading reading = Reading.of(trust.paths())) {
            TrustAnchors anchors = trust.load(reading, new CertificateCache()).trust();
            assertThat(anchors).isNotNull();
            return anchors;
        }
    }
}
