package io.livetls.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.path.Hop.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathResolverTest {
    private final PathResolver resolver = new PathResolver();
    private Path dir;

    @BeforeEach
    void useTheRealPath(@TempDir Path temp) throws IOException {
        // Hops are compared from here on: what leads to the temporary directory is the machine's affair.
        dir = temp.toRealPath();
    }

    @Test
    void aPlainFileIsReachedOverEachDirectoryAboveIt() throws IOException {
        Path file = Files.writeString(Files.createDirectory(dir.resolve("tls")).resolve("tls.crt"), "a");

        Resolution found = resolver.resolve(file);

        assertThat(found.exists()).isTrue();
        assertThat(found.requested()).isEqualTo(file);
        assertThat(found.real()).isEqualTo(file);
        assertThat(found.hops().get(0))
                .isEqualTo(new Hop(dir.getRoot(), dir.getName(0).toString(), Kind.DIRECTORY));
        assertThat(found.hops()).hasSize(file.getNameCount());
        assertThat(hopsBelow(found))
                .containsExactly(
                        new Hop(dir, "tls", Kind.DIRECTORY), new Hop(dir.resolve("tls"), "tls.crt", Kind.FILE));
    }

    @Test
    void aKubernetesVolumeIsReachedOverItsDataLink() throws IOException {
        volume("1", "one");

        Resolution found = resolver.resolve(dir.resolve("tls.crt"));

        assertThat(found.real()).isEqualTo(dir.resolve("..1/tls.crt"));
        assertThat(hopsBelow(found))
                .containsExactly(
                        new Hop(dir, "tls.crt", Kind.LINK_TO_FILE),
                        new Hop(dir, "..data", Kind.LINK_TO_DIRECTORY),
                        new Hop(dir, "..1", Kind.DIRECTORY),
                        new Hop(dir.resolve("..1"), "tls.crt", Kind.FILE));
    }

    @Test
    void twoFilesBelowOneLinkComeFromOneTargetEvenIfItIsSwappedInBetween() throws IOException {
        volume("1", "one");
        Path certificate = resolver.resolve(dir.resolve("tls.crt")).real();
        volume("2", "two");

        Path key = resolver.resolve(dir.resolve("tls.key")).real();

        assertThat(Files.readString(certificate)).isEqualTo("one");
        assertThat(Files.readString(key)).isEqualTo("one");
        assertThat(new PathResolver().resolve(dir.resolve("tls.key")).real()).hasContent("two");
    }

    @Test
    void aFileThatAppearsLaterIsFoundByTheSameResolver() throws IOException {
        Path file = dir.resolve("late");
        assertThat(resolver.resolve(file).exists()).isFalse();

        Files.writeString(file, "a");

        assertThat(resolver.resolve(file).exists()).isTrue();
    }

    @Test
    void linksToLinksAreAllHops() throws IOException {
        Path real = Files.createDirectory(dir.resolve("real"));
        Files.createSymbolicLink(dir.resolve("b"), real);
        Files.createSymbolicLink(dir.resolve("a"), Path.of("b"));

        Resolution found = resolver.resolve(dir.resolve("a"));

        assertThat(found.isDirectory()).isTrue();
        assertThat(found.real()).isEqualTo(real);
        assertThat(hopsBelow(found))
                .containsExactly(
                        new Hop(dir, "a", Kind.LINK_TO_DIRECTORY),
                        new Hop(dir, "b", Kind.LINK_TO_DIRECTORY),
                        new Hop(dir, "real", Kind.DIRECTORY));
    }

    @Test
    void anAbsoluteTargetStartsAgainAtTheRoot() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "a");
        Files.createSymbolicLink(dir.resolve("link"), file);

        Resolution found = resolver.resolve(dir.resolve("link"));

        assertThat(found.real()).isEqualTo(file);
        assertThat(found.hops()).hasSize(dir.getNameCount() + 1 + file.getNameCount());
    }

    @Test
    void dotDotAfterALinkLeavesTheTargetNotTheLink() throws IOException {
        Files.createDirectories(dir.resolve("x/y"));
        Files.writeString(dir.resolve("x/file"), "of the target's parent");
        Files.writeString(dir.resolve("file"), "of the link's parent");
        Files.createSymbolicLink(dir.resolve("link"), Path.of("x/y"));

        Path real = resolver.resolve(dir.resolve("link/.././file")).real();

        assertThat(real).isEqualTo(dir.resolve("x/file"));
        assertThat(real).isEqualTo(dir.resolve("link/../file").toRealPath());
    }

    @Test
    void dotDotAboveTheRootIsTheRoot() throws IOException {
        Path root = dir.getRoot();

        assertThat(resolver.resolve(root.resolve("..").resolve("..")).real()).isEqualTo(root);
        assertThat(resolver.resolve(root).hops()).isEmpty();
        assertThat(resolver.resolve(root).isDirectory()).isTrue();
    }

    @Test
    void aRelativePathStartsInTheWorkingDirectory() throws IOException {
        Path relative = Path.of("pom.xml");

        assertThat(resolver.resolve(relative).real()).isEqualTo(relative.toRealPath());
        assertThat(resolver.resolve(Path.of("")).real())
                .isEqualTo(Path.of("").toAbsolutePath().toRealPath());
    }

    @Test
    void hopsEndWithTheFirstMissingEntry() throws IOException {
        Resolution found = resolver.resolve(dir.resolve("a/b/tls.crt"));

        assertThat(found.exists()).isFalse();
        assertThat(found.kind()).isEqualTo(Kind.MISSING);
        assertThat(found.real()).isEqualTo(dir.resolve("a/b/tls.crt"));
        assertThat(hopsBelow(found)).containsExactly(new Hop(dir, "a", Kind.MISSING));
    }

    @Test
    void aDanglingLinkLeadsToTheMissingTarget() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), Path.of("gone/too"));

        Resolution found = resolver.resolve(dir.resolve("link/tls.crt"));

        assertThat(found.exists()).isFalse();
        assertThat(found.real()).isEqualTo(dir.resolve("gone/too/tls.crt"));
        assertThat(hopsBelow(found))
                .containsExactly(new Hop(dir, "link", Kind.LINK_TO_NOTHING), new Hop(dir, "gone", Kind.MISSING));
    }

    @Test
    void nothingIsBelowAFile() throws IOException {
        Files.writeString(dir.resolve("file"), "a");

        for (String below : List.of("file/x", "file/..", "file/.")) {
            Resolution found = resolver.resolve(dir.resolve(below));
            assertThat(found.exists()).as(below).isFalse();
            assertThat(hopsBelow(found)).as(below).containsExactly(new Hop(dir, "file", Kind.FILE));
            assertThatThrownBy(() -> Files.newInputStream(found.real())).isInstanceOf(FileSystemException.class);
        }
    }

    @Test
    void whatCantBeLookedUpIsUnreachableAndNotMissing() throws IOException {
        String tooLong = "x".repeat(300);

        Resolution found = resolver.resolve(dir.resolve(tooLong).resolve("tls.crt"));

        assertThat(found.exists()).isFalse();
        assertThat(found.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(hopsBelow(found)).containsExactly(new Hop(dir, tooLong, Kind.UNREACHABLE));
    }

    @Test
    void aLoopIsRefusedAndTracedAsFarAsItLeads() throws IOException {
        Files.createSymbolicLink(dir.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(dir.resolve("b"), Path.of("a"));
        Path loop = dir.resolve("a/tls.crt");

        assertThatThrownBy(() -> resolver.resolve(loop))
                .isInstanceOf(FileSystemLoopException.class)
                .hasMessage(loop.toString());
        Resolution traced = resolver.trace(loop);
        assertThat(traced.exists()).isFalse();
        assertThat(hopsBelow(traced))
                .contains(new Hop(dir, "a", Kind.LINK_TO_NOTHING), new Hop(dir, "b", Kind.LINK_TO_NOTHING));
    }

    @Test
    void fortyLinksAreNoLoopAndOneMoreIs() throws IOException {
        Files.writeString(dir.resolve("link0"), "a");
        for (int i = 1; i <= 41; i++) {
            Files.createSymbolicLink(dir.resolve("link" + i), Path.of("link" + (i - 1)));
        }

        assertThat(resolver.resolve(dir.resolve("link40")).real()).isEqualTo(dir.resolve("link0"));
        assertThatThrownBy(() -> resolver.resolve(dir.resolve("link41"))).isInstanceOf(FileSystemLoopException.class);
    }

    /** The volume as kubelet makes and swaps it. */
    private void volume(String version, String content) throws IOException {
        Path data = Files.createDirectory(dir.resolve(".." + version));
        for (String name : List.of("tls.crt", "tls.key")) {
            Files.writeString(data.resolve(name), content);
            if (!Files.isSymbolicLink(dir.resolve(name))) {
                Files.createSymbolicLink(dir.resolve(name), Path.of("..data", name));
            }
        }
        Path link = Files.createSymbolicLink(dir.resolve("..data_tmp"), data.getFileName());
        Files.move(link, dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Hop> hopsBelow(Resolution resolution) {
        return resolution.hops().stream()
                .filter(hop -> hop.directory().startsWith(dir))
                .toList();
    }
}
