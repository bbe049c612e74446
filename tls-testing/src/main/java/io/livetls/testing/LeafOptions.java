package io.livetls.testing;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What a test may say about a leaf certificate. By default it is for servers and clients, names {@code localhost},
 * {@code 127.0.0.1} and {@code ::1}, and is valid from yesterday for 30 days more.
 *
 * <p>The first name or purpose that is given replaces all the default ones; further ones add.
 */
public final class LeafOptions extends CertificateOptions<LeafOptions> {
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration AFTER = Duration.ofDays(30);

    private boolean defaultNames = true;
    private boolean defaultPurposes = true;
    private final List<GeneralName> names = new ArrayList<>();
    private final Set<KeyPurposeId> purposes = new LinkedHashSet<>();

    LeafOptions() {
        super(DistinguishedNames.ofCommonName("localhost"), BEFORE, AFTER);
    }

    @Override
    LeafOptions self() {
        return this;
    }

    /**
     * Adds DNS names (RFC 5280, 4.2.1.6).
     *
     * @param dnsNames such as {@code api.example.org} or {@code *.example.org}
     * @return this
     */
    public LeafOptions dns(String... dnsNames) {
        return names(GeneralName.dNSName, dnsNames);
    }

    /**
     * Adds IP addresses.
     *
     * @param addresses IPv4 or IPv6 addresses as text; nothing is looked up
     * @return this
     * @throws IllegalArgumentException if one isn't an address
     */
    public LeafOptions ip(String... addresses) {
        return names(GeneralName.iPAddress, addresses);
    }

    /**
     * Adds URIs, such as a SPIFFE id.
     *
     * @param uris such as {@code spiffe://example.org/api}
     * @return this
     */
    public LeafOptions uri(String... uris) {
        return names(GeneralName.uniformResourceIdentifier, uris);
    }

    /**
     * Adds e-mail addresses.
     *
     * @param addresses such as {@code ops@example.org}
     * @return this
     */
    public LeafOptions email(String... addresses) {
        return names(GeneralName.rfc822Name, addresses);
    }

    /**
     * Leaves out the subject alternative names, those given before this call included.
     *
     * @return this
     */
    public LeafOptions noNames() {
        defaultNames = false;
        names.clear();
        return this;
    }

    /**
     * Adds the purpose serverAuth to the extended key usage (RFC 5280, 4.2.1.12).
     *
     * @return this
     */
    public LeafOptions serverAuth() {
        return purpose(KeyPurposeId.id_kp_serverAuth);
    }

    /**
     * Adds the purpose clientAuth to the extended key usage.
     *
     * @return this
     */
    public LeafOptions clientAuth() {
        return purpose(KeyPurposeId.id_kp_clientAuth);
    }

    /**
     * Leaves out the extended key usage, so that the certificate is good for any purpose.
     *
     * @return this
     */
    public LeafOptions noPurposes() {
        defaultPurposes = false;
        purposes.clear();
        return this;
    }

    /**
     * Takes over subject, names and purposes of another certificate; not its key, validity or serial number.
     *
     * @param other the certificate to resemble
     * @return this
     */
    public LeafOptions like(IssuedCertificate other) {
        X509Certificate certificate = other.certificate();
        subject(certificate.getSubjectX500Principal().getName());
        noNames().noPurposes();
        names.addAll(CertificateSigner.subjectAlternativeNames(certificate));
        try {
            List<String> copied = certificate.getExtendedKeyUsage();
            if (copied != null) {
                copied.forEach(oid -> purposes.add(KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid))));
            }
        } catch (CertificateParsingException e) {
            throw new IllegalStateException("a certificate that was issued here can't be read", e);
        }
        return this;
    }

    private LeafOptions names(int kind, String... values) {
        defaultNames = false;
        for (String value : values) {
            names.add(new GeneralName(kind, value));
        }
        return this;
    }

    private LeafOptions purpose(KeyPurposeId purpose) {
        defaultPurposes = false;
        purposes.add(purpose);
        return this;
    }

    List<GeneralName> names() {
        return defaultNames ? new LeafOptions().dns("localhost").ip("127.0.0.1", "::1").names : names;
    }

    Set<KeyPurposeId> purposes() {
        return defaultPurposes ? new LeafOptions().serverAuth().clientAuth().purposes : purposes;
    }
}
