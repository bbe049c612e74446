package io.livetls.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.RecordedLog;
import io.livetls.check.Host;
import io.livetls.material.Identity;
import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.pem.Certificates;
import io.livetls.pem.PrivateKeys;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedPairTest {
    @TempDir
    Path volume;

    private Path certificate() {
        return volume.resolve("tls/tls.crt");
    }

    private Path privateKey() {
        return volume.resolve("tls/tls.key");
    }

    private GeneratedPair pair(String... names) {
        return new GeneratedPair(
                certificate(), privateKey(), Stream.of(names).map(Host::of).toList());
    }

    private X509Certificate kept() {
        return Certificates.read(certificate()).get(0);
    }

    @Test
    void theCertificateIsWhatADeploymentAsksFor() throws Exception {
        Instant before = Instant.now();
        pair("redis", "redis.default.svc", "*.redis.example", "10.0.0.1", "::1").ensure();
        X509Certificate made = kept();
        assertThat(Identity.of(PrivateKeys.read(privateKey(), null), List.of(made))
                        .leaf())
                .as("key and certificate belong together")
                .isEqualTo(made);
        assertThat(made.getSubjectX500Principal()).hasToString("CN=redis");
        assertThat(made.getIssuerX500Principal()).isEqualTo(made.getSubjectX500Principal());
        assertThat(made.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .as("what was asked for and nothing else")
                .containsExactly("redis", "redis.default.svc", "*.redis.example", "10.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(((ECPublicKey) made.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(made.getNotAfter().toInstant())
                .isBetween(
                        before.atZone(ZoneOffset.UTC).plusYears(10).toInstant().minusSeconds(1),
                        Instant.now().atZone(ZoneOffset.UTC).plusYears(10).toInstant());
        assertThat(made.getNotBefore().toInstant()).isBefore(before.minus(Duration.ofMinutes(59)));
        assertThat(made.getBasicConstraints()).as("no CA").isEqualTo(-1);
        assertThat(made.getKeyUsage()).startsWith(true, false);
        assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        made.verify(made.getPublicKey());
    }

    @Test
    void aNameThatIsTooLongForACommonNameIsAnAlternativeInFull() throws Exception {
        String name = "service." + "namespace.".repeat(6) + "svc";
        pair(name).ensure();
        assertThat(kept().getSubjectX500Principal()).hasToString("CN=service");
        assertThat(kept().getSubjectAlternativeNames())
                .extracting(each -> String.valueOf(each.get(1)))
                .containsExactly(name);
    }

    @Test
    void onlyTheOwnerMayReadTheKeyAndTheDirectoryThatWasMade() throws Exception {
        pair("redis").ensure();
        assertThat(mode(privateKey())).isEqualTo("rw-------");
        assertThat(mode(volume.resolve("tls"))).isEqualTo("rwx------");
        Path open = Files.createDirectory(volume.resolve("open"));
        String before = mode(open);
        new GeneratedPair(open.resolve("tls.crt"), open.resolve("tls.key"), List.of(Host.of("redis"))).ensure();
        assertThat(mode(open)).as("a directory that was there stays as it was").isEqualTo(before);
        assertThat(names(open)).containsExactlyInAnyOrder("tls.crt", "tls.key", ".tls.key.lock");
    }

    @Test
    void whatIsThereIsKept() throws Exception {
        pair("redis").ensure();
        X509Certificate first = kept();
        pair("redis", "another.name").ensure();
        assertThat(kept()).isEqualTo(first);
        IssuedCertificate given = IssuedCertificate.selfSigned(leaf -> leaf.dns("redis"));
        Files.writeString(certificate(), given.certificatePem());
        Files.writeString(privateKey(), given.privateKeyPem());
        pair("redis").ensure();
        assertThat(kept()).isEqualTo(given.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.crt", "tls.key"})
    void halfAPairIsAnErrorAndNothingIsMade(String gone) throws Exception {
        pair("redis").ensure();
        Path missing = volume.resolve("tls").resolve(gone);
        Files.delete(missing);
        assertThatThrownBy(() -> pair("redis").ensure())
                .isInstanceOfSatisfying(MaterialException.class, e -> {
                    assertThat(e.problem()).isEqualTo(Problem.MISSING);
                    assertThat(e.location()).contains(Location.of(missing.toString()));
                })
                .hasMessageContaining("so no new pair is made");
        assertThat(missing).doesNotExist();
    }

    @Test
    void aLinkThatLeadsNowhereIsNotReplaced() throws Exception {
        Files.createDirectories(volume.resolve("tls"));
        Files.createSymbolicLink(certificate(), volume.resolve("..data/tls.crt"));
        Files.createSymbolicLink(privateKey(), volume.resolve("..data/tls.key"));
        pair("redis").ensure();
        assertThat(certificate()).isSymbolicLink();
        assertThat(privateKey()).isSymbolicLink();
        assertThat(Files.exists(privateKey())).isFalse();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsAClearError() throws Exception {
        Files.writeString(volume.resolve("tls"), "a file where a directory is expected");
        assertThatThrownBy(() -> pair("redis").ensure())
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNWRITABLE))
                .hasMessageStartingWith(
                        privateKey() + " with " + certificate() + ": a self-signed pair can't be written (")
                .hasMessageEndingWith(
                        "Give the process a volume that it may write and that outlives it, or give it a pair.");
    }

    @Test
    void whatAProcessLeftThatDiedIsReplaced() throws Exception {
        Files.createDirectories(volume.resolve("tls"));
        Files.writeString(volume.resolve("tls/.tls.key.new"), "half a key");
        Files.writeString(volume.resolve("tls/.tls.crt.new"), "half a certificate");
        pair("redis").ensure();
        assertThat(kept().getSubjectX500Principal()).hasToString("CN=redis");
        assertThat(mode(privateKey())).isEqualTo("rw-------");
        assertThat(names(volume.resolve("tls"))).containsExactlyInAnyOrder("tls.crt", "tls.key", ".tls.key.lock");
    }

    @Test
    void theLogTellsWhatWasMadeByItsFingerprintOnce() throws Exception {
        try (RecordedLog log = new RecordedLog()) {
            pair("redis").ensure();
            pair("redis").ensure();
            String fingerprint = HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(kept().getEncoded()));
            assertThat(log.messages())
                    .containsExactly(
                            "INFO " + certificate() + ": generated a self-signed certificate for [redis], valid"
                                    + " until " + kept().getNotAfter().toInstant() + ", SHA-256 " + fingerprint
                                    + ". Peers have to trust it, as it has no CA");
        }
    }

    @Test
    void anExpiredCertificateIsToldAndStays() throws Exception {
        IssuedCertificate expired =
                IssuedCertificate.selfSigned(leaf -> leaf.dns("redis").expired());
        Files.createDirectories(volume.resolve("tls"));
        Files.writeString(certificate(), expired.certificatePem());
        Files.writeString(privateKey(), expired.privateKeyPem());
        try (RecordedLog log = new RecordedLog()) {
            pair("redis").ensure();
            assertThat(kept()).isEqualTo(expired.certificate());
            assertThat(log.messages())
                    .singleElement()
                    .satisfies(message -> assertThat(message)
                            .startsWith("WARNING " + certificate() + ": the generated certificate has expired on ")
                            .contains("never replaced by itself")
                            .contains("Remove " + certificate() + " and " + privateKey()));
        }
    }

    @Test
    void withoutNamesOrWithOneFileForBothNothingCanBeMade() {
        assertThatThrownBy(() -> pair()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GeneratedPair(certificate(), certificate(), List.of(Host.of("redis"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: two files");
    }

    @Test
    void threadsThatStartAtOnceEndWithOnePair() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (RecordedLog log = new RecordedLog()) {
            List<Future<X509Certificate>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(() -> {
                    pair("redis").ensure();
                    return kept();
                }));
            }
            Set<X509Certificate> seen = new HashSet<>();
            for (Future<X509Certificate> result : results) {
                seen.add(result.get(1, TimeUnit.MINUTES));
            }
            assertThat(seen).hasSize(1);
            assertThat(log.messages()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Real processes: a lock of the operating system is what keeps them apart. All of them wait for one start. */
    @Test
    void processesThatStartAtOnceEndWithOnePair() throws Exception {
        for (int round = 0; round < 3; round++) {
            Path directory = volume.resolve("round" + round);
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                processes.add(start(directory));
            }
            for (Process process : processes) {
                assertThat(process.inputReader().readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.outputWriter().write("go\n");
                process.outputWriter().flush();
            }
            Set<String> serials = new HashSet<>();
            for (Process process : processes) {
                serials.add(process.inputReader().readLine());
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
            assertThat(serials)
                    .containsExactly(Certificates.read(directory.resolve("tls.crt"))
                            .get(0)
                            .getSerialNumber()
                            .toString());
        }
    }

    private static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Starter.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String classPath() {
        String classPath = System.getProperty("java.class.path");
        String modulePath = System.getProperty("jdk.module.path", "");
        return modulePath.isEmpty() ? classPath : classPath + System.getProperty("path.separator") + modulePath;
    }

    /** A process that makes the pair of a directory and says what it has then. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            Path certificate = directory.resolve("tls.crt");
            Path privateKey = directory.resolve("tls.key");
            GeneratedPair pair = new GeneratedPair(certificate, privateKey, List.of(Host.of("redis")));
            System.out.println("ready");
            byte[] go = System.in.readNBytes(3);
            if (!new String(go, StandardCharsets.US_ASCII)
                    .toLowerCase(Locale.ROOT)
                    .equals("go\n")) {
                throw new IOException("no start");
            }
            pair.ensure();
            Identity identity = Identity.of(PrivateKeys.read(privateKey, null), Certificates.read(certificate));
            System.out.println(identity.leaf().getSerialNumber());
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
