package io.livetls.benchmarks;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.PlainDirectory;
import io.livetls.testing.SecretVolume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/** {@code tls.crt}, {@code tls.key} and {@code ca.crt} in a directory, and how they change. */
abstract class TlsVolume {
    private final Path directory;

    private TlsVolume(Path directory) {
        this.directory = directory;
    }

    /** Changes as a Kubernetes secret volume does: all files at once. */
    static TlsVolume create(Path directory, IssuedCertificate identity, CertificateAuthority trusted) {
        SecretVolume volume = SecretVolume.create(directory);
        volume.update(identity, trusted);
        return new TlsVolume(directory) {
            @Override
            void change(IssuedCertificate next, LongConsumer before, LongConsumer after) {
                volume.update(files(next, trusted), step -> {
                    if (step == SecretVolume.Step.LINK_MADE) {
                        before.accept(System.nanoTime());
                    } else if (step == SecretVolume.Step.SWAPPED) {
                        after.accept(System.nanoTime());
                    }
                });
            }
        };
    }

    /** Changes as a careless script does: one file after the other, in place. */
    static TlsVolume writtenInPlace(Path directory, IssuedCertificate identity, CertificateAuthority trusted) {
        PlainDirectory files = PlainDirectory.create(directory);
        files.write(identity, trusted);
        return new TlsVolume(directory) {
            @Override
            void change(IssuedCertificate next, LongConsumer before, LongConsumer after) {
                before.accept(System.nanoTime());
                files.write(next);
                after.accept(System.nanoTime());
            }
        };
    }

    /**
     * Changes the identity.
     *
     * @param before gets the time right before the first thing that readers can see
     * @param after gets the time right after the last thing that matters
     */
    abstract void change(IssuedCertificate next, LongConsumer before, LongConsumer after);

    LiveTls.Builder builder() {
        return LiveTls.builder()
                .identity(directory.resolve("tls.crt"), directory.resolve("tls.key"))
                .trust(directory.resolve("ca.crt").toString());
    }

    private static Map<String, byte[]> files(IssuedCertificate identity, CertificateAuthority trusted) {
        return Map.of(
                "tls.crt", identity.certificatePem().getBytes(StandardCharsets.UTF_8),
                "tls.key", identity.privateKeyPem().getBytes(StandardCharsets.UTF_8),
                "ca.crt", trusted.certificatePem().getBytes(StandardCharsets.UTF_8));
    }
}
