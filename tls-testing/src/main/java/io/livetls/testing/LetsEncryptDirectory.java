package io.livetls.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;

/**
 * A directory as certbot keeps it for a certificate of Let's Encrypt, renewed in certbot's way.
 *
 * <pre>
 * live/example.org/cert.pem      -&gt; ../../archive/example.org/cert1.pem         the leaf
 * live/example.org/privkey.pem   -&gt; ../../archive/example.org/privkey1.pem
 * live/example.org/chain.pem     -&gt; ../../archive/example.org/chain1.pem        the intermediates
 * live/example.org/fullchain.pem -&gt; ../../archive/example.org/fullchain1.pem    leaf and intermediates
 * </pre>
 *
 * <p>A renewal (certbot's {@code storage.py}) writes the next number of each file to {@code archive}, then re-points the
 * links in the order above, one by one; each is removed and made again. So in between there is an instant without the
 * link, and a time in which key and chain don't belong together. During it, links named {@code previous_*.pem} point to
 * the old files. A renewal that keeps the key makes the new {@code privkey} a link to the old one.
 *
 * <p>For POSIX file systems only. Not thread-safe: one thread renews, any number may read the files.
 */
public final class LetsEncryptDirectory {
    private static final List<String> KINDS = List.of("cert", "privkey", "chain", "fullchain");

    private final Path archive;
    private final Path live;
    private int version;
    private IssuedCertificate current;

    private LetsEncryptDirectory(Path archive, Path live, IssuedCertificate first) {
        this.archive = archive;
        this.live = live;
        this.current = first;
    }

    /**
     * Makes the directories with the first certificate.
     *
     * @param root becomes what {@code /etc/letsencrypt} is; made if it isn't there
     * @param domain the name of the directories, such as {@code example.org}
     * @param first the certificate
     * @return the directory
     * @throws UncheckedIOException if the file system fails
     */
    public static LetsEncryptDirectory create(Path root, String domain, IssuedCertificate first) {
        return FileWork.get(() -> {
            Path archive = Files.createDirectories(root.resolve("archive").resolve(domain));
            Path live = Files.createDirectories(root.resolve("live").resolve(domain));
            LetsEncryptDirectory directory = new LetsEncryptDirectory(archive, live, first);
            directory.archive(first);
            for (String kind : KINDS) {
                Files.createSymbolicLink(directory.link(kind), directory.target(kind, 1));
            }
            return directory;
        });
    }

    /**
     * The leaf and the intermediates, as a server's settings name them.
     *
     * @return the path of {@code fullchain.pem}
     */
    public Path fullchain() {
        return link("fullchain");
    }

    /**
     * The private key.
     *
     * @return the path of {@code privkey.pem}
     */
    public Path privateKey() {
        return link("privkey");
    }

    /**
     * The leaf alone.
     *
     * @return the path of {@code cert.pem}
     */
    public Path certificate() {
        return link("cert");
    }

    /**
     * The intermediates alone; empty if there are none.
     *
     * @return the path of {@code chain.pem}
     */
    public Path chain() {
        return link("chain");
    }

    /**
     * Renews the certificate.
     *
     * @param next the certificate to have from now on; with the same key or another
     * @throws UncheckedIOException if the file system fails
     */
    public void renew(IssuedCertificate next) {
        renew(next, link -> {});
    }

    /**
     * Renews the certificate, and stops after each link for a test to look.
     *
     * @param next the certificate to have from now on; with the same key or another
     * @param afterEachLink gets the path of each link when it points to its new file
     * @throws UncheckedIOException if the file system fails
     */
    public void renew(IssuedCertificate next, Consumer<Path> afterEachLink) {
        FileWork.run(() -> {
            archive(next);
            for (String kind : KINDS) {
                Files.createSymbolicLink(link("previous_" + kind), target(kind, version - 1));
            }
            for (String kind : KINDS) {
                Files.delete(link(kind));
                Files.createSymbolicLink(link(kind), target(kind, version));
                afterEachLink.accept(link(kind));
            }
            for (String kind : KINDS) {
                Files.delete(link("previous_" + kind));
            }
        });
    }

    private void archive(IssuedCertificate next) throws IOException {
        boolean sameKey = version > 0 && next.privateKey().equals(current.privateKey());
        Path oldKey = archived("privkey", version);
        version++;
        Path key = archived("privkey", version);
        if (sameKey) {
            Files.createSymbolicLink(
                    key, Files.isSymbolicLink(oldKey) ? Files.readSymbolicLink(oldKey) : oldKey.getFileName());
        } else {
            Files.writeString(key, next.privateKeyPem());
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(archived("cert", version), Pem.certificates(List.of(next.certificate())));
        Files.writeString(archived("chain", version), Pem.certificates(next.intermediates()));
        Files.writeString(archived("fullchain", version), next.certificatePem());
        current = next;
    }

    private Path link(String kind) {
        return live.resolve(kind + ".pem");
    }

    private Path archived(String kind, int number) {
        return archive.resolve(kind + number + ".pem");
    }

    private Path target(String kind, int number) {
        return live.relativize(archived(kind, number));
    }
}
