package io.livetls.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Makes the names of subjects. */
final class DistinguishedNames {
    private DistinguishedNames() {}

    /** Goes through DER, since in the text form a comma in the name would need an escape. */
    static X500Principal ofCommonName(String commonName) {
        try {
            return new X500Principal(
                    new X500NameBuilder().addRDN(BCStyle.CN, commonName).build().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
