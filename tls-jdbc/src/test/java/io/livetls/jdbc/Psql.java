package io.livetls.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine's own {@code psql}, and so libpq. */
record Psql(Path program) {

    /** Debian's wrapper in the path chooses a version; the program itself is quicker. */
    static Optional<Psql> find() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                Optional<Path> newest = found.map(version -> version.resolve("bin/psql"))
                        .filter(Files::isExecutable)
                        .sorted()
                        .reduce((one, other) -> other);
                if (newest.isPresent()) {
                    return newest.map(Psql::new);
                }
            }
        }
        return Stream.of("/usr/bin/psql", "/usr/local/bin/psql")
                .map(Path::of)
                .filter(Files::isExecutable)
                .map(Psql::new)
                .findFirst();
    }

    /** What came of a connection. */
    Outcome connect(String settings) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                program.toString(),
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--command=select ssl from pg_stat_ssl where pid = pg_backend_pid()",
                settings + " user=app password=secret gssencmode=disable"));
        builder.environment().put("HOME", "/nonexistent");
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("psql doesn't end");
        }
        if (process.exitValue() != 0) {
            return Outcome.FAILS;
        }
        return printed.equals("t") ? Outcome.TLS : Outcome.PLAINTEXT;
    }
}
