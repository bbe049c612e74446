package io.livetls.fuzz;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates of each kind of key, one with every extension that the JDK parses, and PKCS#7 of them. */
final class SeedCertificates {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    static final byte[] RICH = certificate("rich", GeneratedKeys.RSA, GeneratedKeys.RSA, "SHA256withRSA", true);
    static final byte[] EC = certificate("ec", GeneratedKeys.P256, GeneratedKeys.P256, "SHA256withECDSA", false);
    static final byte[] ED25519 =
            certificate("ed25519", GeneratedKeys.ED25519, GeneratedKeys.ED25519, "Ed25519", false);
    static final byte[] PSS = certificate("pss", GeneratedKeys.RSA, GeneratedKeys.RSA, "SHA256withRSAandMGF1", false);
    static final byte[] PSS_KEY =
            certificate("pss-key", GeneratedKeys.RSASSA_PSS, GeneratedKeys.RSA, "SHA256withRSAandMGF1", false);
    static final byte[] DSA = certificate("dsa", GeneratedKeys.DSA, GeneratedKeys.DSA, "SHA256withDSA", false);

    static final List<byte[]> CERTIFICATES = List.of(RICH, EC, ED25519, PSS, PSS_KEY, DSA);
    static final List<Document> ALL = documents();

    private SeedCertificates() {}

    private static List<Document> documents() {
        try {
            List<Document> documents = new ArrayList<>();
            for (byte[] der : CERTIFICATES) {
                documents.add(Document.of("CERTIFICATE", der));
            }
            documents.add(Document.of("PKCS7", pkcs7(EC, ED25519)));
            documents.add(Document.of("TRUSTED CERTIFICATE", trusted(EC)));
            return documents;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] certificate(String name, KeyPair pair, KeyPair signer, String signature, boolean rich) {
        X500Name subject = new X500Name("C=AT,O=Fuzz\\, Inc.+OU=Two,CN=" + name);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                subject,
                BigInteger.valueOf(name.length()),
                new Time(new DERUTCTime("200101000000Z")),
                new Time(new DERUTCTime("491231235959Z")),
                subject,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        try {
            if (rich) {
                addExtensions(builder);
            }
            return builder.build(new JcaContentSignerBuilder(signature)
                            .setProvider(PROVIDER)
                            .setSecureRandom(GeneratedKeys.repeatable(name))
                            .build(signer.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addExtensions(X509v3CertificateBuilder builder) throws IOException {
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "a.example"),
            new GeneralName(GeneralName.iPAddress, "192.0.2.1"),
            new GeneralName(GeneralName.uniformResourceIdentifier, "https://a.example/b"),
            new GeneralName(GeneralName.rfc822Name, "a@example.org"),
            new GeneralName(GeneralName.registeredID, "1.2.3"),
            new GeneralName(new X500Name("CN=dir"))
        });
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        builder.addExtension(Extension.issuerAlternativeName, false, names);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(2));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth})
                        .getEncoded());
        builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(names), null, names)
        }));
        builder.addExtension(
                Extension.nameConstraints,
                true,
                new NameConstraints(
                        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example"))},
                        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "b.example"))}));
        builder.addExtension(
                Extension.certificatePolicies,
                false,
                new CertificatePolicies(new PolicyInformation(
                        PolicyInformation.getInstance(new DERSequence(PKCSObjectIdentifiers.data))
                                .getPolicyIdentifier(),
                        new DERSequence(new PolicyQualifierInfo("https://a.example/cps")))));
        builder.addExtension(
                Extension.authorityInfoAccess,
                false,
                new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp,
                        new GeneralName(GeneralName.uniformResourceIdentifier, "http://a.example")));
    }

    private static byte[] pkcs7(byte[]... certificates) throws IOException {
        ASN1EncodableVector set = new ASN1EncodableVector();
        for (byte[] certificate : certificates) {
            set.add(new X509CertificateHolder(certificate).toASN1Structure());
        }
        ASN1EncodableVector signedData = new ASN1EncodableVector();
        signedData.add(new ASN1Integer(1));
        signedData.add(new DERSet());
        signedData.add(new DERSequence(PKCSObjectIdentifiers.data));
        signedData.add(new DERTaggedObject(false, 0, new DERSet(set)));
        signedData.add(new DERSet());
        ASN1EncodableVector contentInfo = new ASN1EncodableVector();
        contentInfo.add(PKCSObjectIdentifiers.signedData);
        contentInfo.add(new DERTaggedObject(true, 0, new DERSequence(signedData)));
        return new DERSequence(contentInfo).getEncoded();
    }

    /** As "openssl x509 -trustout" writes it. */
    private static byte[] trusted(byte[] certificate) throws IOException {
        byte[] settings = new DERSequence(new DERSequence(KeyPurposeId.id_kp_serverAuth.toOID())).getEncoded();
        byte[] both = Arrays.copyOf(certificate, certificate.length + settings.length);
        System.arraycopy(settings, 0, both, certificate.length, settings.length);
        return both;
    }
}
