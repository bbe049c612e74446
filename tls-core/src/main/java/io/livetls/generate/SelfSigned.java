package io.livetls.generate;

import io.livetls.check.Host;
import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new key and its self-signed certificate: P-256, for servers and clients, ten years. BouncyCastle only encodes; the key
 * and the signature are the platform's.
 *
 * @param keyPair the key
 * @param certificate its certificate
 */
record SelfSigned(KeyPair keyPair, X509Certificate certificate) {
    private static final int YEARS = 10;
    /** For peers whose clocks are behind. */
    private static final Duration EARLIER = Duration.ofHours(1);
    /** Positive, and short enough for the 20 octets of RFC 5280, 4.1.2.2. */
    private static final int SERIAL_BITS = 127;
    /** RFC 5280, appendix A: ub-common-name. */
    private static final int LONGEST_COMMON_NAME = 64;

    static SelfSigned of(List<Host> names, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new SelfSigned(pair, certificate(pair, names, now));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new MaterialException(
                    Problem.UNSUPPORTED,
                    Location.of("self-signed"),
                    "the platform can't make a P-256 key and its certificate",
                    "Give a key and a certificate instead of generating them",
                    e);
        }
    }

    private static X509Certificate certificate(KeyPair pair, List<Host> names, Instant now)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        X500Name subject = subject(names);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(EARLIER)),
                Date.from(now.atZone(ZoneOffset.UTC).plusYears(YEARS).toInstant()),
                subject,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        // No CA: whoever trusts it trusts this one certificate, and nothing that its key might sign.
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** The first name, unless it is longer than a common name may be: the alternatives are what counts. */
    private static X500Name subject(List<Host> names) {
        String first = names.get(0).toString();
        String fitting = first.length() <= LONGEST_COMMON_NAME ? first : first.substring(0, first.indexOf('.'));
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, fitting).build();
    }

    private static GeneralNames alternatives(List<Host> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(
                        name.isAddress() ? GeneralName.iPAddress : GeneralName.dNSName, name.toString()))
                .toArray(GeneralName[]::new));
    }
}
