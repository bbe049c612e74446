package io.livetls.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    @TempDir
    Path directory;

    @Test
    void digestsAreEqualForEqualContentAndDifferForAnyDifference() throws IOException {
        Path file = Files.writeString(directory.resolve("a.pem"), "one");
        List<Path> paths = List.of(file, directory, directory.resolve("missing"));
        ContentDigest before = digest(paths);
        assertThat(digest(paths)).isEqualTo(before);

        Files.writeString(file, "two");
        ContentDigest changed = digest(paths);
        assertThat(changed).isNotEqualTo(before);
        Files.writeString(file, "one");
        assertThat(digest(paths)).isEqualTo(before);

        Files.writeString(directory.resolve("missing"), "");
        assertThat(digest(paths)).as("a file that appeared").isNotEqualTo(before);
        Files.delete(directory.resolve("missing"));
        Files.writeString(directory.resolve("b.pem"), "one");
        assertThat(digest(paths)).as("a file more in a directory").isNotEqualTo(before);
    }

    @Test
    void twoFilesBelowOneLinkComeFromOneDirectoryAlsoWhenTheLinkIsSwappedInBetween() throws IOException {
        for (String generation : List.of("one", "two")) {
            Path real = Files.createDirectory(directory.resolve(generation));
            Files.writeString(real.resolve("tls.crt"), generation);
            Files.writeString(real.resolve("tls.key"), generation);
        }
        Path link = Files.createSymbolicLink(directory.resolve("..data"), Path.of("one"));
        PathReader reader = PathReader.ofEverything();
        String certificate = text(reader.read(link.resolve("tls.crt")));
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("two"));
        String key = text(reader.read(link.resolve("tls.key")));
        assertThat(key).isEqualTo(certificate).isEqualTo("one");
    }

    @Test
    void aClosedReadingHoldsNoBytesOfAKeyAnyMore() throws IOException {
        Path file = Files.writeString(directory.resolve("tls.key"), "secret");
        Reading reading = Reading.of(List.of(file));
        byte[] bytes = reading.file(file).bytes();
        reading.close();
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void whatIsWrongWithAPathIsToldToWhoeverAsksForIt() throws IOException {
        Path missing = directory.resolve("missing");
        Path large = directory.resolve("large");
        try (var sparse = Files.newByteChannel(
                large, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            sparse.position(65L << 20).write(java.nio.ByteBuffer.wrap(new byte[1]));
        }
        try (Reading reading = Reading.of(List.of(missing, directory, large))) {
            assertProblem(Problem.NOT_FOUND, missing, reading);
            assertProblem(Problem.UNREADABLE, directory, reading);
            assertProblem(Problem.TOO_LARGE, large, reading);
            assertThat(reading.exists(missing)).isFalse();
            assertThat(reading.exists(large)).isTrue();
        }
    }

    private static void assertProblem(Problem problem, Path path, Reading reading) {
        assertThatThrownBy(() -> reading.file(path))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageStartingWith(path + ": ");
    }

    private static ContentDigest digest(List<Path> paths) {
        try (Reading reading = Reading.of(paths)) {
            return reading.digest();
        }
    }

    private static String text(Reading.Found found) {
        assertThat(found).isInstanceOf(Reading.FoundFile.class);
        return new String(((Reading.FoundFile) found).content().bytes(), StandardCharsets.UTF_8);
    }
}
