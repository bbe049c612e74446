package io.livetls.pem;

/** What the label of a PEM block promises. The decoders look at the content too: labels are often wrong. */
enum LabelKind {
    /** No label: a DER file. */
    NONE,
    CERTIFICATE,
    /** OpenSSL's certificate with trust settings after it. */
    TRUSTED_CERTIFICATE,
    PKCS7,
    /** A private key of any encoding; the content tells which. */
    PRIVATE_KEY,
    /** A private key in a format of another tool. */
    FOREIGN_PRIVATE_KEY,
    EC_PARAMETERS,
    /** Neither a private key nor a certificate, and known: passed over. */
    OTHER,
    /** Nobody knows what would be lost by passing it over, so it is an error. */
    UNKNOWN;

    static LabelKind of(String label) {
        return switch (label) {
            case "CERTIFICATE", "X509 CERTIFICATE" -> CERTIFICATE;
            case "TRUSTED CERTIFICATE" -> TRUSTED_CERTIFICATE;
            case "PKCS7", "PKCS #7 SIGNED DATA", "CMS" -> PKCS7;
            case "EC PARAMETERS" -> EC_PARAMETERS;
            case "OPENSSH PRIVATE KEY", "SSH2 ENCRYPTED PRIVATE KEY", "TSS2 PRIVATE KEY", "PGP PRIVATE KEY BLOCK" ->
                FOREIGN_PRIVATE_KEY;
            case "PUBLIC KEY",
                    "RSA PUBLIC KEY",
                    "DSA PUBLIC KEY",
                    "EC PUBLIC KEY",
                    "ECDSA PUBLIC KEY",
                    "SSH2 PUBLIC KEY",
                    "DH PARAMETERS",
                    "X9.42 DH PARAMETERS",
                    "DSA PARAMETERS",
                    "CERTIFICATE REQUEST",
                    "NEW CERTIFICATE REQUEST",
                    "X509 CRL",
                    "ATTRIBUTE CERTIFICATE",
                    "OCSP RESPONSE",
                    "SSL SESSION PARAMETERS" -> OTHER;
            default -> label.endsWith("PRIVATE KEY") ? PRIVATE_KEY : UNKNOWN;
        };
    }
}
