package io.livetls.source;

import io.livetls.material.Identity;
import io.livetls.material.Location;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.pem.PrivateKeys;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A certificate chain file and a private key file, which may be one file. */
public final class PemIdentity implements MaterialSource {
    private final Path certificateChain;
    private final Path privateKey;
    private final Passphrase passphrase;

    /**
     * An identity of two files.
     *
     * @param certificateChain the leaf and its intermediates
     * @param privateKey the leaf's key
     * @param passphrase of the key
     */
    public PemIdentity(Path certificateChain, Path privateKey, Passphrase passphrase) {
        this.certificateChain = certificateChain;
        this.privateKey = privateKey;
        this.passphrase = passphrase;
    }

    @Override
    public List<Path> paths() {
        return List.of(certificateChain, privateKey);
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        List<X509Certificate> chain =
                certificates.certificates(reading.file(certificateChain), certificateChain.toString());
        PrivateKey key =
                PrivateKeys.decode(reading.file(privateKey).bytes(), privateKey.toString(), passphrase.characters());
        try {
            return Material.of(Identity.of(key, chain));
        } catch (MaterialException e) {
            throw e.at(Location.of(privateKey + " with " + certificateChain));
        }
    }

    @Override
    public String chainOrigin() {
        return certificateChain.toString();
    }

    @Override
    public void clear() {
        passphrase.clear();
    }

    @Override
    public String toString() {
        return "identity(" + certificateChain + ", " + privateKey + ")";
    }
}
