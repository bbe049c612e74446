package io.livetls;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.material.Problem;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.LetsEncryptDirectory;
import io.livetls.testing.PlainDirectory;
import io.livetls.testing.SecretVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handle that is left alone while files change on a real disk, in every way in which they do. */
class LiveFilesTest {
    /** So long that no poll can be what noticed a change. */
    private static final Duration NEVER = Duration.ofHours(1);

    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final IssuedCertificate first = ca.issue();
    private final IssuedCertificate second = ca.rekey(first);

    @TempDir
    Path temporary;

    @Test
    void aKubernetesVolumeThatSwaps() throws Exception {
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(first, ca);
            try (LiveTls tls = LiveTls.builder()
                    .secretDirectory(volume.path())
                    .reloadInterval(NEVER)
                    .build()) {
                Following following = new Following(tls);
                volume.update(second, ca);
                following.presents(second.certificate());
                IssuedCertificate third = ca.rekey(second);
                volume.update(third, ca);
                following.presents(third.certificate());
            }
        }
    }

    @Test
    void keyAndCertificateAreNeverTornApartByAHundredSwaps() throws Exception {
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(first, ca);
            try (LiveTls tls = LiveTls.builder()
                    .secretDirectory(volume.path())
                    .reloadInterval(NEVER)
                    .build()) {
                List<ReloadResult.Failed> failures = new ArrayList<>();
                tls.onReload(result -> {
                    if (result instanceof ReloadResult.Failed failed) {
                        failures.add(failed);
                    }
                });
                Following following = new Following(tls);
                IssuedCertificate last = first;
                for (int swap = 0; swap < 100; swap++) {
                    last = ca.rekey(last);
                    volume.update(last, ca);
                }
                following.presents(last.certificate());
                assertThat(failures).isEmpty();
            }
        }
    }

    @Test
    void letsEncryptsLinksThatAreRePointedOneByOne() throws Exception {
        LetsEncryptDirectory directory = LetsEncryptDirectory.create(temporary, "example.org", first);
        try (LiveTls tls = LiveTls.builder()
                .identity(directory.fullchain(), directory.privateKey())
                .reloadInterval(NEVER)
                .build()) {
            Following following = new Following(tls);
            directory.renew(second);
            following.presents(second.certificate());
        }
    }

    @Test
    void filesThatAreWrittenInPlace() throws Exception {
        PlainDirectory files = files();
        try (LiveTls tls = handle(files, NEVER)) {
            Following following = new Following(tls);
            files.write(second, ca);
            following.presents(second.certificate());
        }
    }

    @Test
    void filesThatAreRenamedOver() throws Exception {
        PlainDirectory files = files();
        try (LiveTls tls = handle(files, NEVER)) {
            Following following = new Following(tls);
            files.replace("tls.crt", second.certificatePem());
            files.replace("tls.key", second.privateKeyPem());
            following.presents(second.certificate());
        }
    }

    @Test
    void aDirectoryThatIsRenamedAwayAndReplaced() throws Exception {
        PlainDirectory files = files();
        try (LiveTls tls = handle(files, NEVER)) {
            Following following = new Following(tls);
            files.exchange(second, ca);
            following.presents(second.certificate());
            IssuedCertificate third = ca.rekey(second);
            files.write(third, ca);
            following.presents(third.certificate());
        }
    }

    @Test
    void aDirectoryThatIsRemovedAndMadeAgain() throws Exception {
        PlainDirectory files = files();
        try (LiveTls tls = handle(files, NEVER)) {
            Following following = new Following(tls);
            files.recreate(() -> {
                try {
                    following.fails(failed -> failed.cause().problem() == Problem.NOT_FOUND);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                assertThat(Following.leaf(tls)).isEqualTo(first.certificate());
            });
            files.write(second, ca);
            following.presents(second.certificate());
        }
    }

    @Test
    void aLinkFarAboveTheFilesThatIsRePointed() throws Exception {
        PlainDirectory old = PlainDirectory.create(temporary.resolve("release-1/etc/tls"));
        old.write(first, ca);
        PlainDirectory next = PlainDirectory.create(temporary.resolve("release-2/etc/tls"));
        next.write(second, ca);
        Path current = Files.createSymbolicLink(temporary.resolve("current"), Path.of("release-1"));
        Path tlsDirectory = current.resolve("etc/tls");
        try (LiveTls tls = LiveTls.builder()
                .identity(tlsDirectory.resolve("tls.crt"), tlsDirectory.resolve("tls.key"))
                .reloadInterval(NEVER)
                .build()) {
            Following following = new Following(tls);
            Path prepared = Files.createSymbolicLink(temporary.resolve("prepared"), Path.of("release-2"));
            Files.move(prepared, current, StandardCopyOption.ATOMIC_MOVE);
            following.presents(second.certificate());
        }
    }

    @Test
    void aWriteThroughAnotherHardLinkThatGivesNoEvent() throws Exception {
        PlainDirectory files = files();
        Path behindTheBack = files.hardLink("ca.crt");
        try (LiveTls tls = handle(files, Duration.ofMillis(100))) {
            Following following = new Following(tls);
            CertificateAuthority added = CertificateAuthority.create("Added");
            Files.writeString(behindTheBack, CertificateAuthority.bundlePem(ca, added));
            assertThat(following.next()).isInstanceOf(ReloadResult.Updated.class);
            assertThat(Following.trust(tls.current()).certificates())
                    .containsExactly(ca.certificate(), added.certificate());
        }
    }

    @Test
    void aBusyNeighbourDoesNotKeepAChangeFromBeingFollowed() throws Exception {
        PlainDirectory files = files();
        try (LiveTls tls = handle(files, NEVER)) {
            Following following = new Following(tls);
            files.flood(2_000);
            files.write(second, ca);
            files.flood(2_000);
            following.presents(second.certificate());
        }
    }

    @Test
    void aHalfWrittenBundleIsNotTaken() throws Exception {
        CertificateAuthority added = CertificateAuthority.create("Added");
        PlainDirectory files = files();
        files.write("ca.crt", CertificateAuthority.bundlePem(ca, added));
        try (LiveTls tls = handle(files, NEVER)) {
            // Before the one that waits: listeners are told in their order.
            List<Integer> sizes = new ArrayList<>();
            tls.onReload(result ->
                    sizes.add(Following.trust(result.current()).certificates().size()));
            Following following = new Following(tls);
            CertificateAuthority third = CertificateAuthority.create("Third");
            files.writeInHalves("ca.crt", CertificateAuthority.bundlePem(ca, added, third), () -> {});
            assertThat(following.next()).isInstanceOf(ReloadResult.Updated.class);
            assertThat(sizes).containsExactly(3);
        }
    }

    @Test
    void aFileThatMayNotBeReadForAWhile() throws Exception {
        PlainDirectory files = files();
        try (LiveTls tls = handle(files, NEVER)) {
            Following following = new Following(tls);
            files.denyReading("tls.key");
            if (!Files.isReadable(files.file("tls.key"))) {
                assertThat(following
                                .fails(failed -> failed.cause().problem() == Problem.UNREADABLE)
                                .cause()
                                .remedy())
                        .contains("permission");
            }
            files.allowReading("tls.key");
            files.write(second, ca);
            following.presents(second.certificate());
        }
    }

    @Test
    void aDirectoryOfTenThousandTrustAnchorFiles() throws Exception {
        // One certificate under ten thousand names: what counts here is the files, not the parsing.
        Path directory = Files.createDirectory(temporary.resolve("cas"));
        for (int file = 0; file < 10_000; file++) {
            Files.writeString(directory.resolve("ca-" + file + ".pem"), ca.certificatePem());
        }
        try (LiveTls tls = LiveTls.builder()
                .trust(directory.toString())
                .reloadInterval(NEVER)
                .build()) {
            assertThat(Following.trust(tls.current()).certificates()).containsExactly(ca.certificate());
            Following following = new Following(tls);
            CertificateAuthority added = CertificateAuthority.create("Added");
            Files.writeString(directory.resolve("added.crt"), added.certificatePem());
            assertThat(following.next()).isInstanceOf(ReloadResult.Updated.class);
            assertThat(Following.trust(tls.current()).originOf(added.certificate()))
                    .hasValue(directory.resolve("added.crt").toString());
        }
    }

    @Test
    void moreHandlesInOneJvmThanThereAreInotifyInstancesForAUser() throws Exception {
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"))) {
            volume.update(first, ca);
            List<LiveTls> handles = new ArrayList<>();
            try {
                List<Following> followings = new ArrayList<>();
                for (int handle = 0; handle < 300; handle++) {
                    LiveTls tls = LiveTls.builder()
                            .secretDirectory(volume.path())
                            .reloadInterval(NEVER)
                            .build();
                    handles.add(tls);
                    followings.add(new Following(tls));
                }
                assertThat(inotifyInstances()).isLessThanOrEqualTo(1);
                volume.update(second, ca);
                for (Following following : followings) {
                    following.presents(second.certificate());
                }
            } finally {
                handles.forEach(LiveTls::close);
            }
        }
    }

    private static long inotifyInstances() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (var open = Files.list(descriptors)) {
            return open.filter(LiveFilesTest::isInotify).count();
        }
    }

    private static boolean isInotify(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("inotify");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private PlainDirectory files() {
        PlainDirectory files = PlainDirectory.create(temporary.resolve("tls"));
        files.write(first, ca);
        return files;
    }

    private static LiveTls handle(PlainDirectory files, Duration poll) {
        return LiveTls.builder()
                .identity(files.file("tls.crt"), files.file("tls.key"))
                .trust(files.file("ca.crt").toString())
                .reloadInterval(poll)
                .build();
    }
}
