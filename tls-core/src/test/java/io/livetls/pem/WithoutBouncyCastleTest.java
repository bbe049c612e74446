package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain keys and certificates are read in a JVM that has no BouncyCastle: loading it would make the first load slow. */
class WithoutBouncyCastleTest {

    @Test
    void plainKeysAndCertificatesNeedNoClassOfBouncyCastle(@TempDir Path directory) throws Exception {
        for (String name : List.of("RSA", "RSASSA-PSS", "DSA", "P-256", "Ed25519", "Ed448")) {
            Files.write(directory.resolve(name + ".key"), KeyFiles.pkcs8(name));
        }
        for (String name : List.of("RSA", "DSA", "P-256")) {
            Files.writeString(
                    directory.resolve(name + ".traditional.key"),
                    KeyFiles.pem("ANY PRIVATE KEY", KeyFiles.traditional(name)));
        }
        String certificate = KeyFiles.pem(
                "CERTIFICATE",
                KeyFiles.certificate("ca", KeyFiles.pair("P-256")).getEncoded());
        Files.writeString(directory.resolve("ca.crt"), certificate);
        assertThat(runReader(directory)).isEqualTo("9 keys, 1 certificates");
    }

    private static String runReader(Path directory) throws IOException, InterruptedException {
        String classPath = String.join(
                System.getProperty("path.separator"),
                home(PrivateKeys.class),
                home(WithoutBouncyCastleTest.class),
                home(Nullable.class));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Reader.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output.strip();
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs in the JVM without BouncyCastle. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            int keys = 0;
            try (var files = Files.newDirectoryStream(directory, "*.key")) {
                for (Path file : files) {
                    PrivateKeys.read(file, null);
                    keys++;
                }
            }
            int certificates = Certificates.read(directory.resolve("ca.crt")).size();
            System.out.println(keys + " keys, " + certificates + " certificates");
        }
    }
}
