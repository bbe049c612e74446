package io.livetls.generate;

import io.livetls.check.Host;
import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.pem.Certificates;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A self-signed pair on disk that is made if it isn't there, and is kept as it is if it is: a restart and an upgrade go on
 * with it. Processes that start at once on one volume end with one pair.
 *
 * <p>The key appears before the certificate, each as a whole, under a lock that the operating system gives back when a
 * process dies. What dies between the two leaves a key alone, which is an error and not a reason to make another.
 */
public final class GeneratedPair {
    private static final Logger LOG = System.getLogger("io.livetls");

    /** A file lock is one of the process: its threads wait here. */
    private static final Object IN_THIS_PROCESS = new Object();

    private final Path certificate;
    private final Path privateKey;
    private final List<Host> names;

    /**
     * A pair of two files.
     *
     * @param certificate where the certificate is kept
     * @param privateKey where the key is kept
     * @param names what the certificate is for: the first is its common name, all are subject alternative names
     * @throws IllegalArgumentException if there are no names, or one file is named for both
     */
    public GeneratedPair(Path certificate, Path privateKey, List<Host> names) {
        this.certificate = certificate.toAbsolutePath();
        this.privateKey = privateKey.toAbsolutePath();
        this.names = List.copyOf(names);
        if (this.names.isEmpty()) {
            throw new IllegalArgumentException("names: none (expected: at least the service's name)");
        }
        if (this.certificate.equals(this.privateKey)) {
            throw new IllegalArgumentException(
                    "certificate and private key: both " + certificate + " (expected: two files)");
        }
    }

    /**
     * Makes the pair if there is none.
     *
     * @throws MaterialException {@link Problem#MISSING} if only one of the two files is there, {@link Problem#UNWRITABLE} if
     *     they can't be written
     */
    public void ensure() {
        if (areThere()) {
            warnIfExpired();
            return;
        }
        synchronized (IN_THIS_PROCESS) {
            try {
                PairFiles.createDirectoryOf(certificate);
                PairFiles.createDirectoryOf(privateKey);
                Path lockFile = privateKey.resolveSibling("." + privateKey.getFileName() + ".lock");
                try (FileChannel channel = FileChannel.open(
                                lockFile,
                                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                PairFiles.ownerOnly(lockFile));
                        FileLock held = channel.lock()) {
                    generate(held);
                }
            } catch (IOException | OverlappingFileLockException e) {
                if (isThere(privateKey) != isThere(certificate)) {
                    throw halfPair(isThere(privateKey));
                }
                throw new MaterialException(
                        Problem.UNWRITABLE,
                        Location.of(privateKey + " with " + certificate),
                        "a self-signed pair can't be written (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                                + ")",
                        "Give the process a volume that it may write and that outlives it, or give it a pair",
                        e);
            }
        }
    }

    private void generate(FileLock held) throws IOException {
        // Whoever held the lock before may have made it.
        boolean key = isThere(privateKey);
        if (key != isThere(certificate)) {
            throw halfPair(key);
        }
        if (key) {
            return;
        }
        SelfSigned made = SelfSigned.of(names, Instant.now());
        if (!held.isValid()) {
            throw new IOException("the lock was lost");
        }
        PairFiles.write(
                certificate, made.certificate(), privateKey, made.keyPair().getPrivate());
        LOG.log(
                Level.INFO,
                () -> certificate + ": generated a self-signed certificate for " + names + ", valid until "
                        + made.certificate().getNotAfter().toInstant() + ", SHA-256 "
                        + fingerprint(made.certificate()) + ". Peers have to trust it, as it has no CA");
    }

    private MaterialException halfPair(boolean key) {
        Path there = key ? privateKey : certificate;
        Path missing = key ? certificate : privateKey;
        return new MaterialException(
                Problem.MISSING,
                Location.of(missing.toString()),
                "it isn't there, and " + there + " is, so no new pair is made",
                "Put it back, or remove " + there + " to have both made anew");
    }

    /** Also one that can't be read: loading it says what is wrong with it. */
    private boolean areThere() {
        return isThere(certificate) && isThere(privateKey);
    }

    /** A link that leads nowhere is there, too: it belongs to a mount that may come back. */
    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private void warnIfExpired() {
        X509Certificate kept;
        try {
            kept = Certificates.read(certificate).get(0);
        } catch (MaterialException e) {
            // Loading it says so.
            return;
        }
        if (Instant.now().isAfter(kept.getNotAfter().toInstant())) {
            LOG.log(
                    Level.WARNING,
                    () -> certificate + ": the generated certificate has expired on "
                            + kept.getNotAfter().toInstant()
                            + ", and is never replaced by itself, since peers trust it. Remove "
                            + certificate + " and " + privateKey + " to have both made anew");
        }
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    /**
     * For logs.
     *
     * @return the files
     */
    @Override
    public String toString() {
        return "selfSigned(" + certificate + ", " + privateKey + ", " + names + ")";
    }
}
