package io.livetls.pem;

import io.livetls.material.MaterialException;
import java.util.Map;

/** Object identifiers of key algorithms, and names for those that only messages need. */
final class Oids {
    static final String RSA = "1.2.840.113549.1.1.1";
    static final String RSASSA_PSS = "1.2.840.113549.1.1.10";
    static final String DSA = "1.2.840.10040.4.1";
    static final String EC = "1.2.840.10045.2.1";
    static final String ED25519 = "1.3.101.112";
    static final String ED448 = "1.3.101.113";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry(RSA, "RSA"),
            Map.entry(RSASSA_PSS, "RSASSA-PSS"),
            Map.entry(DSA, "DSA"),
            Map.entry(EC, "EC"),
            Map.entry(ED25519, "Ed25519"),
            Map.entry(ED448, "Ed448"),
            Map.entry("1.2.840.113549.1.1.7", "RSAES-OAEP"),
            Map.entry("1.3.101.110", "X25519"),
            Map.entry("1.3.101.111", "X448"),
            Map.entry("1.2.840.113549.1.3.1", "DH"),
            Map.entry("1.2.840.10046.2.1", "X9.42 DH"),
            Map.entry("1.3.14.7.2.1.1", "ElGamal"),
            Map.entry("1.3.132.1.12", "EC restricted to ECDH"),
            Map.entry("1.3.132.1.13", "EC restricted to ECMQV"),
            Map.entry("1.2.643.2.2.19", "GOST R 34.10-2001"),
            Map.entry("1.2.643.2.2.20", "GOST R 34.10-94"),
            Map.entry("1.2.643.7.1.1.1.1", "GOST R 34.10-2012 (256 bits)"),
            Map.entry("1.2.643.7.1.1.1.2", "GOST R 34.10-2012 (512 bits)"),
            Map.entry("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
            Map.entry("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
            Map.entry("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
            Map.entry("2.16.840.1.101.3.4.4.1", "ML-KEM-512"),
            Map.entry("2.16.840.1.101.3.4.4.2", "ML-KEM-768"),
            Map.entry("2.16.840.1.101.3.4.4.3", "ML-KEM-1024"),
            Map.entry("1.2.840.10045.3.1.1", "P-192"),
            Map.entry("1.3.132.0.33", "P-224"),
            Map.entry("1.3.132.0.10", "secp256k1"),
            Map.entry("1.3.132.0.6", "secp112r1"),
            Map.entry("1.3.132.0.8", "secp160r1"),
            Map.entry("1.3.132.0.30", "secp160r2"),
            Map.entry("1.3.132.0.31", "secp192k1"),
            Map.entry("1.3.132.0.32", "secp224k1"),
            Map.entry("1.3.132.0.1", "sect163k1"),
            Map.entry("1.3.132.0.15", "sect163r2"),
            Map.entry("1.3.132.0.26", "sect233k1"),
            Map.entry("1.3.132.0.27", "sect233r1"),
            Map.entry("1.3.132.0.16", "sect283k1"),
            Map.entry("1.3.132.0.17", "sect283r1"),
            Map.entry("1.3.132.0.36", "sect409k1"),
            Map.entry("1.3.132.0.37", "sect409r1"),
            Map.entry("1.3.132.0.38", "sect571k1"),
            Map.entry("1.3.132.0.39", "sect571r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.1", "brainpoolP160r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.3", "brainpoolP192r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.5", "brainpoolP224r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.8", "brainpoolP256t1"),
            Map.entry("1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.12", "brainpoolP384t1"),
            Map.entry("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.14", "brainpoolP512t1"),
            Map.entry("1.2.156.10197.1.301", "SM2"));

    private Oids() {}

    /** For example {@code X25519 (1.3.101.110)}, or the bare number if it has no name here. */
    static String describe(String oid) {
        String name = NAMES.get(oid);
        return name == null ? oid : name + " (" + oid + ")";
    }

    /** A key algorithm with its curve, if it has one. */
    static String describeKey(String oid, Der parameters) {
        if (!oid.equals(EC)) {
            return "algorithm " + describe(oid);
        }
        try {
            return parameters.tag() == Der.OID
                    ? "EC curve " + describe(parameters.oid())
                    : "EC curve given by explicit parameters";
        } catch (MaterialException e) {
            return "EC curve that can't be read";
        }
    }
}
