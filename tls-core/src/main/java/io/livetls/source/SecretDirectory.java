package io.livetls.source;

import io.livetls.material.Location;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A mounted {@code kubernetes.io/tls} secret: {@code tls.crt}, {@code tls.key} and, where the issuer writes one,
 * {@code ca.crt}. Once there was a {@code ca.crt} it must stay: that it vanishes is an error, not the end of trust.
 */
public final class SecretDirectory implements MaterialSource {
    private final Path directory;
    private final Path ca;
    private final PemIdentity identity;
    private final PemTrust trust;
    private volatile boolean caSeen;

    /**
     * The secret of a directory.
     *
     * @param directory the mount
     * @param passphrase of the key
     */
    public SecretDirectory(Path directory, Passphrase passphrase) {
        this.directory = directory;
        this.ca = directory.resolve("ca.crt");
        this.identity = new PemIdentity(directory.resolve("tls.crt"), directory.resolve("tls.key"), passphrase);
        this.trust = new PemTrust(List.of(ca));
    }

    @Override
    public List<Path> paths() {
        return List.of(directory.resolve("tls.crt"), directory.resolve("tls.key"), ca);
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        Material pair = identity.load(reading, certificates);
        if (!reading.exists(ca)) {
            if (caSeen) {
                throw new MaterialException(
                        Problem.NOT_FOUND,
                        Location.of(ca.toString()),
                        "the CA file was there before and is gone",
                        "Put it back, or restart to run without its trust");
            }
            return pair;
        }
        Material both = pair.and(trust.load(reading, certificates));
        caSeen = true;
        return both;
    }

    @Override
    public String chainOrigin() {
        return identity.chainOrigin();
    }

    @Override
    public void clear() {
        identity.clear();
    }

    @Override
    public String toString() {
        return "secretDirectory(" + directory + ")";
    }
}
