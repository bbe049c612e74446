package io.livetls.generate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** Writes files that appear as a whole, and that others can't read from the moment they exist where they shouldn't. */
final class PairFiles {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PairFiles() {}

    /** Makes the directory of a file, and those above it, for its owner alone; one that exists stays as it is. */
    static void createDirectoryOf(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, permissions(directory, "rwx------"));
        }
    }

    /** What creates a file that its owner alone may read. */
    static FileAttribute<?>[] ownerOnly(Path file) {
        return permissions(file, "rw-------");
    }

    /** The key first: a certificate is never there without its key. */
    static void write(Path certificateFile, X509Certificate certificate, Path keyFile, PrivateKey key)
            throws IOException {
        Path newKey = beside(keyFile);
        Path newCertificate = beside(certificateFile);
        byte[] secret = key.getEncoded();
        byte[] text = pem("PRIVATE KEY", secret);
        try {
            writeNew(newKey, text, ownerOnly(newKey));
            writeNew(newCertificate, pem("CERTIFICATE", certificate.getEncoded()));
            Files.move(newKey, keyFile, StandardCopyOption.ATOMIC_MOVE);
            Files.move(newCertificate, certificateFile, StandardCopyOption.ATOMIC_MOVE);
            forceDirectoryOf(keyFile);
            forceDirectoryOf(certificateFile);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate has no encoding", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(text, (byte) 0);
            Files.deleteIfExists(newKey);
            Files.deleteIfExists(newCertificate);
        }
    }

    /** Always the same name: what a process left that died is replaced by the next. The lock keeps others away. */
    private static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".new");
    }

    private static void writeNew(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** So that the names last, too. Only some systems can do that for a directory. */
    private static void forceDirectoryOf(Path file) {
        Path directory = file.getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // What isn't on disk yet when the power fails is made again at the next start.
        }
    }

    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static byte[] pem(String label, byte[] der) {
        byte[] begin = ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] body = LINES.encode(der);
        byte[] end = ("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = ByteBuffer.allocate(begin.length + body.length + end.length)
                .put(begin)
                .put(body)
                .put(end)
                .array();
        Arrays.fill(body, (byte) 0);
        return all;
    }
}
