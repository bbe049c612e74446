package io.livetls.examples.demo;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** One side of the conversation, server or clients: its volume and the handle that follows it. */
final class Side implements AutoCloseable {
    private final SecretVolume volume;
    private final LiveTls tls;
    private final Reloads reloads;
    private IssuedCertificate certificate;
    private Secret secret;

    Side(String name, Path directory, ClientAuth clientAuth, IssuedCertificate certificate, Secret secret) {
        this.volume = SecretVolume.create(directory);
        volume.update(secret.files());
        this.tls = LiveTls.builder()
                .name(name)
                .secretDirectory(directory)
                .clientAuth(clientAuth)
                .build();
        this.reloads = Reloads.of(tls);
        this.certificate = certificate;
        this.secret = secret;
    }

    LiveTls tls() {
        return tls;
    }

    Reloads reloads() {
        return reloads;
    }

    Path directory() {
        return volume.path();
    }

    /** The certificate that should be in use. */
    IssuedCertificate certificate() {
        return certificate;
    }

    /** The last sound content of the volume. */
    Secret secret() {
        return secret;
    }

    /**
     * Swaps in sound files. The result is the instant right before the swap, on the clock of {@link System#nanoTime}: the
     * handle may have followed before the swap returns.
     */
    long swap(IssuedCertificate newCertificate, Secret newSecret) {
        this.certificate = newCertificate;
        this.secret = newSecret;
        return swap(newSecret);
    }

    /** Swaps in files that can't be used. What should be in use stays. */
    long swap(Secret files) {
        AtomicLong instant = new AtomicLong();
        volume.update(files.files(), step -> {
            if (step == SecretVolume.Step.LINK_MADE) {
                instant.set(System.nanoTime());
            }
        });
        return instant.get();
    }

    @Override
    public void close() {
        tls.close();
        volume.close();
    }
}
