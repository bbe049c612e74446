package io.livetls.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** The object identifiers that keys, certificates and key stores are told apart by: a fuzzer doesn't guess them. */
final class ObjectIds {
    /** Their contents, without tag and length. */
    static final List<byte[]> ENCODED = Stream.of(
                    // keys, curves
                    "1.2.840.113549.1.1.1",
                    "1.2.840.113549.1.1.10",
                    "1.2.840.113549.1.1.7",
                    "1.2.840.113549.1.1.8",
                    "1.2.840.10045.2.1",
                    "1.2.840.10040.4.1",
                    "1.2.840.113549.1.3.1",
                    "1.3.101.110",
                    "1.3.101.112",
                    "1.3.101.113",
                    "1.2.840.10045.1.1",
                    "1.2.840.10045.3.1.7",
                    "1.3.132.0.34",
                    "1.3.132.0.35",
                    "1.3.132.0.10",
                    "2.16.840.1.101.3.4.3.18",
                    // encryption of keys
                    "1.2.840.113549.1.5.12",
                    "1.2.840.113549.1.5.13",
                    "1.3.6.1.4.1.11591.4.11",
                    "1.2.840.113549.1.5.3",
                    "1.2.840.113549.1.5.10",
                    "1.2.840.113549.1.12.1.1",
                    "1.2.840.113549.1.12.1.3",
                    "1.2.840.113549.1.12.1.6",
                    "1.2.840.113549.2.7",
                    "1.2.840.113549.2.9",
                    "1.2.840.113549.2.11",
                    "1.2.840.113549.3.2",
                    "1.2.840.113549.3.7",
                    "1.3.14.3.2.7",
                    "2.16.840.1.101.3.4.1.2",
                    "2.16.840.1.101.3.4.1.42",
                    "1.3.6.1.4.1.3029.1.2",
                    // signatures, digests
                    "1.2.840.113549.1.1.11",
                    "1.2.840.10045.4.3.2",
                    "2.16.840.1.101.3.4.2.1",
                    "1.3.14.3.2.26",
                    // extensions
                    "2.5.29.14",
                    "2.5.29.15",
                    "2.5.29.17",
                    "2.5.29.19",
                    "2.5.29.30",
                    "2.5.29.31",
                    "2.5.29.32",
                    "2.5.29.33",
                    "2.5.29.35",
                    "2.5.29.37",
                    "1.3.6.1.5.5.7.1.1",
                    // PKCS#7 and PKCS#12
                    "1.2.840.113549.1.7.1",
                    "1.2.840.113549.1.7.2",
                    "1.2.840.113549.1.7.6",
                    "1.2.840.113549.1.12.10.1.1",
                    "1.2.840.113549.1.12.10.1.2",
                    "1.2.840.113549.1.12.10.1.3",
                    "1.2.840.113549.1.12.10.1.5",
                    "1.2.840.113549.1.12.10.1.6",
                    "1.2.840.113549.1.9.20",
                    "1.2.840.113549.1.9.21",
                    "2.16.840.1.113894.746875.1.1")
            .map(ObjectIds::content)
            .toList();

    private ObjectIds() {}

    private static byte[] content(String dotted) {
        try {
            byte[] encoded = new ASN1ObjectIdentifier(dotted).getEncoded();
            return Arrays.copyOfRange(encoded, 2, encoded.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
