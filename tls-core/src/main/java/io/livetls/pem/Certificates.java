package io.livetls.pem;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Reads X.509 certificates (RFC 5280): PEM blocks {@code CERTIFICATE}, {@code X509 CERTIFICATE},
 * {@code TRUSTED CERTIFICATE} and {@code PKCS7} (RFC 7468) with any text around them, one or more in DER, PKCS#7 in
 * DER, and base64 of all these. Which of them a file holds is found out from its content.
 *
 * <p>None is lost: a block that can't be read is an error that names file, line and block. Private keys and other known
 * blocks beside the certificates are passed over. Thread safe: there is no state.
 */
public final class Certificates {
    private Certificates() {}

    /**
     * Reads all certificates of a file, within the {@linkplain DecodingLimits#DEFAULT default limits}.
     *
     * @param file a PEM, DER or PKCS#7 file
     * @return at least one, in file order, duplicates included; immutable
     * @throws MaterialException {@link Problem#NOT_FOUND} or {@link Problem#UNREADABLE} for the file, otherwise as
     *     {@link #decode(byte[], String)}
     */
    public static List<X509Certificate> read(Path file) {
        DecodingLimits limits = DecodingLimits.DEFAULT;
        return decode(FileBytes.read(file, limits.certificateBytes()), file.toString(), limits);
    }

    /**
     * Decodes all certificates of some bytes, within the {@linkplain DecodingLimits#DEFAULT default limits}.
     *
     * @param content PEM, DER or PKCS#7; not altered
     * @param source where they came from, for messages
     * @return at least one, in the order of the content, duplicates included; immutable
     * @throws MaterialException {@link Problem#MISSING} without any certificate, {@link Problem#MALFORMED} for damage,
     *     {@link Problem#UNSUPPORTED} for what this JDK can't represent, {@link Problem#TOO_LARGE} beyond the limit
     */
    public static List<X509Certificate> decode(byte[] content, String source) {
        return decode(content, source, DecodingLimits.DEFAULT);
    }

    /**
     * Decodes all certificates of some bytes.
     *
     * @param content PEM, DER or PKCS#7; not altered
     * @param source where they came from, for messages
     * @param limits how large the content may be
     * @return at least one, in the order of the content, duplicates included; immutable
     * @throws MaterialException as {@link #decode(byte[], String)}
     */
    public static List<X509Certificate> decode(byte[] content, String source, DecodingLimits limits) {
        FileBytes.checkSize(content, source, limits.certificateBytes());
        return new CertificateDecoder(source).decode(content);
    }
}
