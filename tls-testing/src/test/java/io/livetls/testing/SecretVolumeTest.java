package io.livetls.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.livetls.testing.SecretVolume.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretVolumeTest {
    private static final String TIMESTAMPED = "\\.\\.\\d{4}_\\d\\d_\\d\\d_\\d\\d_\\d\\d_\\d\\d\\.\\d{9,10}";

    private final CertificateAuthority root = CertificateAuthority.create("Test root");

    @TempDir
    private Path temporary;

    private SecretVolume volume;

    @BeforeEach
    void create() {
        volume = SecretVolume.create(temporary.resolve("secret"));
    }

    @AfterEach
    void close() {
        volume.close();
    }

    @Test
    void looksAsAKubernetesVolumeDoes() throws IOException {
        IssuedCertificate issued = root.issue();

        volume.update(issued, root);

        Path data = volume.path().resolve("..data");
        Path timestamped = Files.readSymbolicLink(data);
        assertThat(timestamped.toString()).matches(TIMESTAMPED);
        assertThat(entries(volume.path()))
                .containsExactly(timestamped.toString(), "..data", "ca.crt", "tls.crt", "tls.key");
        assertThat(entries(volume.path().resolve(timestamped))).containsExactly("ca.crt", "tls.crt", "tls.key");
        assertThat(Files.readSymbolicLink(volume.file("tls.crt"))).isEqualTo(Path.of("..data/tls.crt"));
        assertThat(volume.file("tls.crt")).hasContent(issued.certificatePem());
        assertThat(volume.file("tls.key")).hasContent(issued.privateKeyPem());
        assertThat(volume.file("ca.crt")).hasContent(root.certificatePem());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(volume.path().resolve(timestamped))))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(volume.file("tls.key"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void updateTakesTheStepsOfKubeletInItsOrder() throws IOException {
        volume.update(files("tls.crt", "1", "old.crt", "1"));
        Path data = volume.path().resolve("..data");
        Path old = Files.readSymbolicLink(data);
        List<Step> steps = new ArrayList<>();

        volume.update(files("tls.crt", "2", "new.crt", "2"), step -> {
            steps.add(step);
            FileWork.run(() -> {
                boolean swapped = step.compareTo(Step.SWAPPED) >= 0;
                assertThat(volume.file("tls.crt")).as("at %s", step).hasContent(swapped ? "2" : "1");
                assertThat(Files.readSymbolicLink(data).equals(old)).isEqualTo(!swapped);
                assertThat(Files.isSymbolicLink(volume.path().resolve("..data_tmp")))
                        .isEqualTo(step == Step.LINK_MADE);
                assertThat(Files.exists(volume.file("new.crt"), LinkOption.NOFOLLOW_LINKS))
                        .isEqualTo(step.compareTo(Step.NEW_FILES_VISIBLE) >= 0);
                assertThat(Files.exists(volume.file("old.crt"), LinkOption.NOFOLLOW_LINKS))
                        .isEqualTo(step.compareTo(Step.OLD_FILES_HIDDEN) < 0);
                assertThat(Files.exists(volume.path().resolve(old)))
                        .isEqualTo(step.compareTo(Step.OLD_DIRECTORY_REMOVED) < 0);
                List<String> directories = entries(volume.path()).stream()
                        .filter(name -> name.matches(TIMESTAMPED))
                        .toList();
                assertThat(directories).hasSize(step == Step.OLD_DIRECTORY_REMOVED ? 1 : 2);
                for (String directory : directories) {
                    if (!Path.of(directory).equals(old)) {
                        assertThat(entries(volume.path().resolve(directory)))
                                .as("at %s", step)
                                .hasSize(step == Step.DIRECTORY_MADE ? 0 : 2);
                    }
                }
            });
        });

        assertThat(steps).containsExactly(Step.values());
    }

    @Test
    void sameContentChangesNothing() throws IOException {
        volume.update(files("tls.crt", "1"));
        Path before = Files.readSymbolicLink(volume.path().resolve("..data"));
        List<Step> steps = new ArrayList<>();

        volume.update(files("tls.crt", "1"), steps::add);

        assertThat(steps).isEmpty();
        assertThat(Files.readSymbolicLink(volume.path().resolve("..data"))).isEqualTo(before);
    }

    @Test
    void oneFileIsReplacedAddedOrRemovedWhileTheOthersStay() {
        volume.update(files("tls.crt", "1", "tls.key", "1"));

        volume.update("tls.key", "2");
        volume.update("ca.crt", "");
        volume.remove("tls.crt");

        assertThat(volume.current()).containsOnlyKeys("tls.key", "ca.crt");
        assertThat(volume.file("tls.key")).hasContent("2");
        assertThat(volume.file("ca.crt")).isEmptyFile();
        assertThat(volume.file("tls.crt")).doesNotExist();
    }

    @Test
    void oneFileIsCutInHalfWhileTheOthersStay() {
        volume.update(files("tls.crt", "1234", "tls.key", "1"));

        volume.truncate("tls.crt");

        assertThat(volume.file("tls.crt")).hasContent("12");
        assertThat(volume.file("tls.key")).hasContent("1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.truncate("ca.crt"))
                .withMessage("name: 'ca.crt' (expected: one of [tls.crt, tls.key])");
    }

    @Test
    void overlapOfTwoCasIsOneTrustFile() {
        CertificateAuthority next = CertificateAuthority.create("Next root");

        volume.update(root.issue(), root, next);

        assertThat(volume.file("ca.crt")).hasContent(root.certificatePem() + next.certificatePem());
    }

    @Test
    void noFileIsEverMissingAndAPairReadThroughTheResolvedDirectoryIsNeverMixed() throws Exception {
        volume.update(files("tls.crt", "0", "tls.key", "0"));
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(1);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> pairs = reader.submit(() -> {
                int read = 0;
                while (!done.get() || read == 0) {
                    assertThat(Files.isSymbolicLink(volume.file("tls.crt"))).isTrue();
                    Path data = volume.path().resolve("..data");
                    Path resolved = volume.path().resolve(Files.readSymbolicLink(data));
                    reading.countDown();
                    try {
                        String certificate = Files.readString(resolved.resolve("tls.crt"));
                        String key = Files.readString(resolved.resolve("tls.key"));
                        assertThat(certificate).isEqualTo(key);
                        read++;
                    } catch (NoSuchFileException e) {
                        // Of a directory that a later swap has removed, and only of such a one.
                        assertThat(Files.readSymbolicLink(data)).isNotEqualTo(resolved.getFileName());
                    }
                }
                return read;
            });
            reading.await();
            for (int version = 1; version <= 2_000; version++) {
                volume.update(files("tls.crt", "" + version, "tls.key", "" + version));
            }
            done.set(true);
            assertThat(pairs.get()).isPositive();
        } finally {
            done.set(true);
            reader.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "..data", "a/b"})
    void nameThatKubeletWouldNotShowIsRejected(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.update(name, "x"))
                .withMessage("name: '%s' (expected: a file name without a slash that doesn't begin with ..)", name);
        assertThat(volume.current()).isEmpty();
    }

    @Test
    void closingRemovesWhatTheVolumeMadeAndNoOtherFile() throws IOException {
        Path mine = Files.writeString(temporary.resolve("mine.txt"), "mine");
        try (SecretVolume shared = SecretVolume.create(temporary)) {
            shared.update(root.issue(), root);
        }
        volume.update(root.issue());
        volume.close();

        assertThat(entries(temporary)).containsExactly("mine.txt");
        assertThat(mine).hasContent("mine");
    }

    private static Map<String, byte[]> files(String name, String content) {
        return Map.of(name, content.getBytes(UTF_8));
    }

    private static Map<String, byte[]> files(String name, String content, String other, String otherContent) {
        return Map.of(name, content.getBytes(UTF_8), other, otherContent.getBytes(UTF_8));
    }

    private static List<String> entries(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
