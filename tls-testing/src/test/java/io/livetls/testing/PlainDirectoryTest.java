package io.livetls.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainDirectoryTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final AtomicInteger looks = new AtomicInteger();

    @TempDir
    private Path temporary;

    private PlainDirectory files;

    @BeforeEach
    void create() {
        files = PlainDirectory.create(temporary.resolve("tls"));
        files.write("tls.crt", "old certificate");
        files.write("tls.key", "old key");
    }

    @Test
    void identityIsThreeFiles() {
        IssuedCertificate issued = root.issue();

        files.write(issued, root);

        assertThat(files.file("tls.crt")).hasContent(issued.certificatePem());
        assertThat(files.file("tls.key")).hasContent(issued.privateKeyPem());
        assertThat(files.file("ca.crt")).hasContent(root.certificatePem());
    }

    @Test
    void writingInPlaceKeepsTheInode() throws IOException {
        Object inode = inode(files.file("tls.crt"));

        files.write("tls.crt", "new");

        assertThat(files.file("tls.crt")).hasContent("new");
        assertThat(files.file("tls.key")).hasContent("old key");
        assertThat(inode(files.file("tls.crt"))).isEqualTo(inode);
    }

    @Test
    void slowWriterShowsHalfOfTheNewContent() throws IOException {
        Object inode = inode(files.file("tls.crt"));

        files.writeInHalves("tls.crt", "123456789", () -> {
            looks.incrementAndGet();
            assertThat(files.file("tls.crt")).hasContent("1234");
        });

        assertThat(looks).hasValue(1);
        assertThat(files.file("tls.crt")).hasContent("123456789");
        assertThat(inode(files.file("tls.crt"))).isEqualTo(inode);
    }

    @Test
    void replacingMakesANewInodeAndLeavesNoNeighbour() throws IOException {
        // A second name keeps the inode in use: a file system may give a free one to the next file.
        files.hardLink("tls.crt");
        Object inode = inode(files.file("tls.crt"));

        files.replace("tls.crt", "new");

        assertThat(files.file("tls.crt")).hasContent("new");
        assertThat(inode(files.file("tls.crt"))).isNotEqualTo(inode);
        try (Stream<Path> entries = Files.list(files.path())) {
            assertThat(entries).containsExactlyInAnyOrder(files.file("tls.crt"), files.file("tls.key"));
        }
    }

    @Test
    void unnoticedWriteKeepsSizeAndTime() throws IOException {
        Path file = files.file("tls.crt");
        FileTime time = FileTime.from(Instant.parse("2026-01-02T03:04:05.678901Z"));
        Files.setLastModifiedTime(file, time);

        files.writeUnnoticed("tls.crt", "new");

        assertThat(Files.readString(file)).isEqualTo("new" + "\n".repeat(12));
        assertThat(Files.size(file)).isEqualTo("old certificate".length());
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
    }

    @Test
    void unnoticedWriteOfALongerTextIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files.writeUnnoticed("tls.key", "a longer key"))
                .withMessage(
                        "content: 12 bytes (expected: at most 7; write the file with padded(content, size) first)");
        assertThat(files.file("tls.key")).hasContent("old key");
    }

    @Test
    void truncatedFileHasItsFirstHalf() {
        files.truncate("tls.crt");

        assertThat(files.file("tls.crt")).hasContent("old cer");
    }

    @Test
    void removedFileIsGone() {
        files.remove("tls.crt");

        assertThat(files.file("tls.crt")).doesNotExist();
        assertThat(files.file("tls.key")).exists();
    }

    @Test
    void writeThroughTheHardLinkChangesTheFile() throws IOException {
        Path link = files.hardLink("tls.crt");

        Files.writeString(link, "new");

        assertThat(link.toAbsolutePath()).matches(path -> !path.startsWith(files.path()), "is elsewhere");
        assertThat(files.file("tls.crt")).hasContent("new");
    }

    @Test
    void permissionsAreLostAndRestored() throws IOException {
        files.denyReading("tls.key");
        assertThat(permissions("tls.key")).isEqualTo("---------");

        files.allowReading("tls.key");
        assertThat(permissions("tls.key")).isEqualTo("rw-------");
        assertThat(files.file("tls.key")).hasContent("old key");
    }

    @Test
    void recreatedDirectoryHasTheSameFiles() {
        files.recreate(() -> {
            looks.incrementAndGet();
            assertThat(files.path()).doesNotExist();
        });

        assertThat(looks).hasValue(1);
        assertThat(files.file("tls.crt")).hasContent("old certificate");
        assertThat(files.file("tls.key")).hasContent("old key");
    }

    @Test
    void exchangedDirectoryIsAnotherAndTheOldOneLivesOn() throws IOException {
        Object inode = inode(files.path());
        IssuedCertificate first = root.issue();
        IssuedCertificate second = root.issue();

        files.exchange(first);
        files.exchange(second, root);

        assertThat(inode(files.path())).isNotEqualTo(inode);
        assertThat(files.file("tls.crt")).hasContent(second.certificatePem());
        assertThat(files.file("ca.crt")).hasContent(root.certificatePem());
        try (Stream<Path> entries = Files.list(temporary)) {
            assertThat(entries.filter(path -> !path.equals(files.path())))
                    .hasSize(2)
                    .allMatch(path -> Files.exists(path.resolve("tls.crt")));
        }
    }

    @Test
    void floodLeavesTheFilesAlone() throws IOException {
        files.flood(600);

        try (Stream<Path> entries = Files.list(files.path())) {
            assertThat(entries).hasSize(602);
        }
        assertThat(files.file("tls.crt")).hasContent("old certificate");
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino");
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(files.file(name)));
    }
}
