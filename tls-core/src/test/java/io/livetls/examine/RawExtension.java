package io.livetls.examine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates with an extension that no honest tool would write, or not for TLS. */
final class RawExtension {
    private RawExtension() {}

    /** A certificate like another one, with these bytes as its subject alternative names. */
    static X509Certificate names(X509Certificate like, byte[] names) {
        return certificate(like, Extension.subjectAlternativeName, names);
    }

    /** A certificate like another one, for one purpose. */
    static X509Certificate purpose(X509Certificate like, KeyPurposeId purpose) {
        try {
            return certificate(like, Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose).getEncoded());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate certificate(X509Certificate like, ASN1ObjectIdentifier extension, byte[] value) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
            X500Name subject =
                    X500Name.getInstance(like.getSubjectX500Principal().getEncoded());
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    subject,
                    BigInteger.ONE,
                    like.getNotBefore(),
                    like.getNotAfter(),
                    subject,
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            builder.addExtension(extension, false, value);
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
