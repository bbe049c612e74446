package io.livetls.source;

import io.livetls.material.Identity;
import io.livetls.material.Location;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one private key entry of a PKCS#12 or JKS file. */
public final class KeyStoreIdentity implements MaterialSource {
    private final Path file;
    private final Passphrase passphrase;

    /**
     * An identity of a key store.
     *
     * @param file a PKCS#12, JKS or JCEKS file
     * @param passphrase of the store and of its key
     */
    public KeyStoreIdentity(Path file, Passphrase passphrase) {
        this.file = file;
        this.passphrase = passphrase;
    }

    @Override
    public List<Path> paths() {
        return List.of(file);
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        String source = file.toString();
        KeyStore store = KeyStoreFile.open(reading.file(file).bytes(), source, passphrase);
        try {
            String alias = onlyKey(store, source);
            Key key = store.getKey(alias, passphrase.characters());
            if (!(key instanceof PrivateKey privateKey)) {
                throw noKey(source);
            }
            return Material.of(Identity.of(privateKey, chain(store.getCertificateChain(alias))));
        } catch (MaterialException e) {
            throw e.at(Location.of(source));
        } catch (GeneralSecurityException | RuntimeException | StackOverflowError e) {
            if (passphrase.characters() == null) {
                throw KeyStoreFile.passphraseMissing(source);
            }
            throw new MaterialException(
                    Problem.PASSPHRASE_WRONG,
                    Location.of(source),
                    "the key in the key store doesn't open with the store's passphrase",
                    "Give store and key one passphrase",
                    e);
        }
    }

    @Override
    public String chainOrigin() {
        return file.toString();
    }

    @Override
    public void clear() {
        passphrase.clear();
    }

    @Override
    public String toString() {
        return "keyStore(" + file + ")";
    }

    private static String onlyKey(KeyStore store, String source) throws GeneralSecurityException {
        List<String> aliases = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                aliases.add(alias);
            }
        }
        if (aliases.isEmpty()) {
            throw noKey(source);
        }
        if (aliases.size() > 1) {
            throw new MaterialException(
                    Problem.AMBIGUOUS,
                    Location.of(source),
                    "the key store holds " + aliases.size() + " keys: " + String.join(", ", aliases),
                    "Make a key store with the one key that is to be presented");
        }
        return aliases.get(0);
    }

    private static MaterialException noKey(String source) {
        return new MaterialException(
                Problem.MISSING,
                Location.of(source),
                "the key store holds no private key",
                "Export the key with its certificate chain into it");
    }

    private static List<X509Certificate> chain(Certificate @Nullable [] certificates) {
        List<X509Certificate> chain = new ArrayList<>();
        // Null for a key that has none, which the proof tells.
        for (Certificate certificate : certificates == null ? new Certificate[0] : certificates) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        return chain;
    }
}
