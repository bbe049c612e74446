package io.livetls.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.LiveTls;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What handles of one process share: certificates of equal content, and for polls the digests of large files. */
class SharedContentTest {
    private static final Duration ANY_AGE = Duration.ofDays(1);
    private static final Duration NOW = Duration.ofNanos(-1);

    private final CertificateAuthority ca = CertificateAuthority.create("CA");

    @TempDir
    Path directory;

    private static LiveTls handle(Path trust) {
        return LiveTls.builder().trust(trust.toString()).build();
    }

    private static TrustAnchors trust(LiveTls tls) {
        return Objects.requireNonNull(tls.current().trustAnchors());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void handlesOverOneFileShareItsTrust() throws IOException {
        Path file = write("ca.crt", ca.certificatePem());
        try (LiveTls one = handle(file);
                LiveTls two = handle(file)) {
            assertThat(trust(two)).isSameAs(trust(one));
        }
    }

    @Test
    void eachFileOfEqualContentHasTheSameCertificatesUnderItsOwnName() throws IOException {
        Path first = write("first.crt", ca.certificatePem());
        Path second = write("second.crt", ca.certificatePem());
        try (LiveTls one = handle(first);
                LiveTls two = handle(second)) {
            assertThat(trust(two).certificates().iterator().next())
                    .isSameAs(trust(one).certificates().iterator().next());
            assertThat(trust(one).originOf(ca.certificate())).hasValue(first.toString());
            assertThat(trust(two).originOf(ca.certificate())).hasValue(second.toString());
        }
    }

    @Test
    void aContentThatNobodyUsesIsntKept() throws IOException {
        Path file = write("ca.crt", ca.certificatePem());
        ContentDigest digest = ContentDigest.of(Files.readAllBytes(file));
        WeakReference<TrustAnchors> trust = trustOfAClosedHandle(file, digest);

        for (int i = 0; i < 100 && !trust.refersTo(null); i++) {
            System.gc();
        }
        assertThat(trust.refersTo(null)).isTrue();
        for (int i = 0; i < 100 && ParsedContent.isLiving(digest); i++) {
            System.gc();
        }
        assertThat(ParsedContent.isLiving(digest)).isFalse();
    }

    private static WeakReference<TrustAnchors> trustOfAClosedHandle(Path file, ContentDigest digest) {
        try (LiveTls tls = handle(file)) {
            assertThat(ParsedContent.isLiving(digest)).isTrue();
            return new WeakReference<>(trust(tls));
        }
    }

    /** Large enough to be shared, of one size whatever its number. */
    private static byte[] large(int number) {
        return (number + "x".repeat(20_000)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aPollTakesTheDigestThatAnotherPollOfALargeFileHasJustTaken() throws IOException {
        Path file = Files.write(directory.resolve("large.pem"), large(1));
        FileTime modified = Files.getLastModifiedTime(file);
        ContentDigest before = Reading.digestOf(List.of(file), ANY_AGE);
        Files.write(file, large(2));
        Files.setLastModifiedTime(file, modified);

        assertThat(Reading.digestOf(List.of(file), ANY_AGE)).isEqualTo(before);
        assertThat(Reading.digestOf(List.of(file), NOW)).isEqualTo(digest(file)).isNotEqualTo(before);
    }

    @Test
    void aPollSeesALargeFileThatShowsByItsTimeOrSizeThatItIsAnother() throws IOException {
        Path file = Files.write(directory.resolve("large.pem"), large(1));
        ContentDigest before = Reading.digestOf(List.of(file), ANY_AGE);
        assertThat(before).isEqualTo(digest(file));

        Files.write(file, large(2));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        ContentDigest after = Reading.digestOf(List.of(file), ANY_AGE);
        assertThat(after).isEqualTo(digest(file)).isNotEqualTo(before);

        Files.write(file, large(10));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(Reading.digestOf(List.of(file), ANY_AGE))
                .isEqualTo(digest(file))
                .isNotEqualTo(after);
    }

    @Test
    void aPollReadsASmallFileEachTime() throws IOException {
        Path file = write("ca.crt", ca.certificatePem());
        FileTime modified = Files.getLastModifiedTime(file);
        ContentDigest before = Reading.digestOf(List.of(file), ANY_AGE);
        String changed = ca.certificatePem().replace('A', 'B');
        Files.writeString(file, changed);
        Files.setLastModifiedTime(file, modified);

        assertThat(Reading.digestOf(List.of(file), ANY_AGE))
                .isEqualTo(digest(file))
                .isNotEqualTo(before);
    }

    private static ContentDigest digest(Path file) {
        try (Reading reading = Reading.of(List.of(file))) {
            return reading.digest();
        }
    }
}
