package io.livetls.source;

import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import java.util.List;

/** Trust in the certificate that the handle presents itself. */
public final class OwnCertificate implements MaterialSource {
    /** Trust of whatever identity the other sources give. */
    public OwnCertificate() {}

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        return new Material(null, null);
    }

    @Override
    public Material complete(Material whole) {
        Identity identity = whole.identity();
        return identity == null
                ? whole
                : whole.and(Material.of(TrustAnchors.of(List.of(identity.leaf()), TrustAnchors.OWN)));
    }

    @Override
    public String toString() {
        return "trustOwnCertificate()";
    }
}
