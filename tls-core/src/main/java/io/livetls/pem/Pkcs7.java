package io.livetls.pem;

import java.util.ArrayList;
import java.util.List;

/** The certificates of PKCS#7 signed data (RFC 2315, RFC 5652), in their order. Files of this kind may be BER. */
final class Pkcs7 {
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String FAMILY = "1.2.840.113549.1.7.";
    private static final int CONTEXT_0 = 0xa0;
    private static final int EXTENDED_CERTIFICATE = 0xa0;

    private Pkcs7() {}

    static boolean isContentInfo(byte[] der) {
        Der file = Der.ofBer(der);
        return file.tag() == Der.SEQUENCE && file.enter(Der.SEQUENCE).tag() == Der.OID;
    }

    static List<byte[]> certificates(byte[] der) {
        Der file = Der.ofBer(der);
        Der contentInfo = file.enter(Der.SEQUENCE);
        file.expectEnd();
        String type = contentInfo.oid();
        if (!type.equals(SIGNED_DATA)) {
            throw Faults.unsupported(
                    (type.startsWith(FAMILY) ? "it is PKCS#7 of type " : "it is ASN.1 of type ") + type
                            + ", which holds no certificates to read",
                    "Name a file with certificates in PEM, DER or PKCS#7 signed data");
        }
        Der explicit = contentInfo.enter(CONTEXT_0);
        Der signedData = explicit.enter(Der.SEQUENCE);
        explicit.expectEnd();
        contentInfo.expectEnd();
        signedData.integer();
        signedData.enter(Der.SET);
        signedData.enter(Der.SEQUENCE);
        List<byte[]> certificates = new ArrayList<>();
        if (signedData.tag() == CONTEXT_0) {
            Der set = signedData.enter(CONTEXT_0);
            while (set.hasMore()) {
                if (set.tag() == Der.SEQUENCE) {
                    certificates.add(set.element());
                } else if (set.tag() == EXTENDED_CERTIFICATE) {
                    throw Faults.unsupported(
                            "the PKCS#7 holds an extended certificate (PKCS#6)", "Replace it by an X.509 certificate");
                } else {
                    // Attribute certificates: rights of someone, not keys of anyone.
                    set.skip();
                }
            }
        }
        while (signedData.hasMore()) {
            signedData.skip();
        }
        return certificates;
    }
}
