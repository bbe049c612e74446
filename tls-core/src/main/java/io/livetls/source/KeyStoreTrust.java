package io.livetls.source;

import io.livetls.material.Location;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.TrustAnchors;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The trusted certificate entries of a PKCS#12 or JKS file. */
public final class KeyStoreTrust implements MaterialSource {
    private final Path file;
    private final Passphrase passphrase;

    /**
     * Trust of a key store.
     *
     * @param file a PKCS#12, JKS or JCEKS file
     * @param passphrase of the store
     */
    public KeyStoreTrust(Path file, Passphrase passphrase) {
        this.file = file;
        this.passphrase = passphrase;
    }

    @Override
    public List<Path> paths() {
        return List.of(file);
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        return Material.of(anchors(reading.file(file).bytes(), file.toString(), passphrase));
    }

    /** The trusted certificates of a key store's bytes. */
    static TrustAnchors anchors(byte[] content, String source, Passphrase passphrase) {
        KeyStore store = KeyStoreFile.open(content, source, passphrase);
        List<X509Certificate> trusted = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    trusted.add(certificate);
                }
            }
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the key store of " + source + " was loaded", e);
        }
        if (trusted.isEmpty()) {
            throw new MaterialException(
                    Problem.MISSING,
                    Location.of(source),
                    "the key store holds no trusted certificate entry",
                    "Import the CAs with 'keytool -importcert'; certificates that 'openssl pkcs12' put in don't count as"
                            + " trusted");
        }
        return TrustAnchors.of(trusted, source);
    }

    @Override
    public void clear() {
        passphrase.clear();
    }

    @Override
    public String toString() {
        return "trustStore(" + file + ")";
    }
}
