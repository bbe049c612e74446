package io.livetls.source;

import io.livetls.material.Identity;
import io.livetls.material.Location;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.pem.Certificates;
import io.livetls.pem.PrivateKeys;

/** A certificate chain and a private key that stand in settings as PEM text, or base64 of it. They never change. */
public final class InlineIdentity implements MaterialSource {
    private final Material material;

    /**
     * Parses and proves at once, so that the key's text isn't kept.
     *
     * @param certificateChain the leaf and its intermediates
     * @param privateKey the leaf's key
     * @param passphrase of the key; cleared before this returns
     * @throws MaterialException if they can't be read or don't match
     */
    public InlineIdentity(String certificateChain, String privateKey, Passphrase passphrase) {
        String chainName = "inline certificate chain";
        String keyName = "inline private key";
        try {
            material = Material.of(Identity.of(
                    PrivateKeys.decode(InlineText.pem(privateKey, keyName), keyName, passphrase.characters()),
                    Certificates.decode(InlineText.pem(certificateChain, chainName), chainName)));
        } catch (MaterialException e) {
            throw e.at(Location.of(keyName + " with " + chainName));
        } finally {
            passphrase.clear();
        }
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        return material;
    }

    @Override
    public String chainOrigin() {
        return "inline certificate chain";
    }
}
