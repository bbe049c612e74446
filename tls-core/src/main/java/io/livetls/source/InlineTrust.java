package io.livetls.source;

import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import io.livetls.pem.Certificates;

/** Trust anchors that stand in a setting as PEM text, or base64 of it. */
public final class InlineTrust {
    private static final String SOURCE = "inline trust";

    private InlineTrust() {}

    /**
     * Parses.
     *
     * @param text PEM, or base64 of it
     * @return the trust anchors
     * @throws io.livetls.material.MaterialException if they can't be read
     */
    public static Material of(String text) {
        return Material.of(TrustAnchors.of(Certificates.decode(InlineText.pem(text, SOURCE), SOURCE), SOURCE));
    }
}
