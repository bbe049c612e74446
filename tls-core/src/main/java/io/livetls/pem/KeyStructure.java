package io.livetls.pem;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * The ASN.1 structures that private keys come in. Their first elements tell them apart without doubt, so the label, which
 * is often wrong, isn't asked.
 */
enum KeyStructure {
    PKCS1,
    DSA,
    SEC1,
    PKCS8,
    ENCRYPTED_PKCS8,
    PKCS12,
    PUBLIC_KEY,
    CERTIFICATE,
    CONTENT_INFO,
    UNKNOWN;

    private static final int RSA_NUMBERS = 8;
    private static final int DSA_NUMBERS = 5;

    static KeyStructure of(byte[] der) {
        if (!Der.isOneSequence(der)) {
            throw Faults.malformed(
                    der.length > 0 && der[0] == Der.SEQUENCE
                            ? "the private key is cut short, or bytes follow it, or it isn't DER"
                            : "it isn't a private key: it doesn't begin with an ASN.1 SEQUENCE",
                    Faults.EXPORT_KEY_AGAIN);
        }
        Der key = Der.of(der).enter(Der.SEQUENCE);
        return switch (key.tag()) {
            case Der.INTEGER -> versioned(key);
            case Der.SEQUENCE -> unversioned(key);
            case Der.OID -> CONTENT_INFO;
            default -> UNKNOWN;
        };
    }

    private static KeyStructure versioned(Der key) {
        int version = key.smallInteger();
        if (key.tag() == Der.OCTET_STRING) {
            return SEC1;
        }
        if (key.tag() == Der.SEQUENCE) {
            Der second = key.enter(Der.SEQUENCE);
            return version == 3 ? PKCS12 : second.tag() == Der.OID && key.tag() == Der.OCTET_STRING ? PKCS8 : UNKNOWN;
        }
        int numbers = 0;
        while (key.tag() == Der.INTEGER) {
            key.skip();
            numbers++;
        }
        return numbers == RSA_NUMBERS ? PKCS1 : numbers == DSA_NUMBERS && !key.hasMore() ? DSA : UNKNOWN;
    }

    private static KeyStructure unversioned(Der key) {
        Der first = key.enter(Der.SEQUENCE);
        return switch (key.tag()) {
            case Der.OCTET_STRING -> first.tag() == Der.OID ? ENCRYPTED_PKCS8 : UNKNOWN;
            case Der.BIT_STRING -> first.tag() == Der.OID ? PUBLIC_KEY : UNKNOWN;
            case Der.SEQUENCE -> CERTIFICATE;
            default -> UNKNOWN;
        };
    }

    /** Whether the bytes are a certificate, or something else that is signed. */
    static boolean isCertificate(byte[] der) {
        return Der.isOneSequence(der) && of(der) == CERTIFICATE;
    }

    boolean isPlainKey() {
        return this == PKCS1 || this == DSA || this == SEC1 || this == PKCS8;
    }

    /** Decodes an unencrypted key of this structure. The curve is what an EC PARAMETERS block before it says. */
    PrivateKey decode(byte[] der, @Nullable EcCurve announcedCurve) {
        if (this == PKCS8) {
            return Pkcs8.decode(der);
        }
        if (this == PKCS1) {
            return RsaKeys.decode(der, null);
        }
        if (this == SEC1) {
            return EcKeys.decodeSec1(der, announcedCurve);
        }
        if (this == DSA) {
            return DsaKeys.decodeTraditional(der);
        }
        throw refusal();
    }

    private MaterialException refusal() {
        return switch (this) {
            case ENCRYPTED_PKCS8 -> Faults.unsupported("the private key is encrypted twice", Faults.EXPORT_KEY_AGAIN);
            case PKCS12 -> ForeignKeys.keyStore("PKCS#12 key store");
            case PUBLIC_KEY -> other("a public key");
            case CERTIFICATE -> other("a certificate, or something else that is signed");
            case CONTENT_INFO -> other("PKCS#7");
            case PKCS1, DSA, SEC1, PKCS8, UNKNOWN ->
                Faults.malformed("its ASN.1 isn't a private key of any known structure", Faults.EXPORT_KEY_AGAIN);
        };
    }

    private static MaterialException other(String found) {
        return new MaterialException(
                Problem.MISSING, null, "it holds " + found + ", not a private key", "Name the file of the private key");
    }
}
