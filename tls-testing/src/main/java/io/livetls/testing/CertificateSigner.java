package io.livetls.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.jspecify.annotations.Nullable;

/**
 * Signs certificates for one issuer. BouncyCastle only encodes: keys, digests and signatures are the JDK's.
 *
 * @param name the issuer's name
 * @param keyPair the issuer's key pair
 * @param identifier the issuer's key identifier; null where the issuer signs its own certificate
 */
record CertificateSigner(
        X500Principal name, KeyPair keyPair, @Nullable SubjectKeyIdentifier identifier) {

    /** Signs with the key of a CA. */
    static CertificateSigner of(X509Certificate authority, KeyPair keyPair) {
        SubjectKeyIdentifier identifier = SubjectKeyIdentifier.fromExtensions(extensions(authority));
        return new CertificateSigner(authority.getSubjectX500Principal(), keyPair, identifier);
    }

    /** Signs the certificate of the signing key itself. */
    static CertificateSigner self(CertificateOptions<?> options, KeyPair keyPair) {
        return new CertificateSigner(options.subject(), keyPair, null);
    }

    /** Signs a leaf's certificate. */
    X509Certificate sign(LeafOptions options, PublicKey publicKey) {
        try {
            X509v3CertificateBuilder builder = builder(options, publicKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            int usage = KeyUsage.digitalSignature;
            if (publicKey.getAlgorithm().equals("RSA")) {
                usage |= KeyUsage.keyEncipherment;
            }
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            Set<KeyPurposeId> purposes = options.purposes();
            if (!purposes.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            }
            List<GeneralName> names = options.names();
            if (!names.isEmpty()) {
                // RFC 5280, 4.2.1.6: the names are critical where the subject says nothing.
                boolean critical = options.subject().getName().isEmpty();
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        critical,
                        new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            return build(builder, options);
        } catch (GeneralSecurityException e) {
            throw failure(options, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs a CA's certificate. */
    X509Certificate sign(AuthorityOptions options, PublicKey publicKey) {
        try {
            X509v3CertificateBuilder builder = builder(options, publicKey);
            X509Certificate model = options.impersonated();
            if (model != null) {
                builder.replaceExtension(
                        Extension.subjectKeyIdentifier, false, SubjectKeyIdentifier.fromExtensions(extensions(model)));
            }
            Integer pathLength = options.pathLength();
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    pathLength == null ? new BasicConstraints(true) : new BasicConstraints(pathLength));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return build(builder, options);
        } catch (GeneralSecurityException e) {
            throw failure(options, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private X509v3CertificateBuilder builder(CertificateOptions<?> options, PublicKey publicKey)
            throws GeneralSecurityException, IOException {
        if (!options.notBefore().isBefore(options.notAfter())) {
            throw new IllegalArgumentException("notAfter: " + options.notAfter() + " (expected: later than notBefore, "
                    + options.notBefore() + ")");
        }
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                X500Name.getInstance(name.getEncoded()),
                options.serialNumber(),
                Date.from(options.notBefore()),
                Date.from(options.notAfter()),
                X500Name.getInstance(options.subject().getEncoded()),
                SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(publicKey));
        if (identifier != null) {
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifier.getKeyIdentifier()));
        }
        return builder;
    }

    private X509Certificate build(X509v3CertificateBuilder builder, CertificateOptions<?> options)
            throws GeneralSecurityException, IOException {
        byte[] encoded = builder.build(new JdkContentSigner(keyPair.getPrivate(), options.signatureAlgorithm()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static IllegalStateException failure(CertificateOptions<?> options, GeneralSecurityException cause) {
        return new IllegalStateException("the certificate of " + options.subject() + " can't be signed", cause);
    }

    /** The names as they are in the certificate, in order. */
    static List<GeneralName> subjectAlternativeNames(X509Certificate certificate) {
        GeneralNames names = GeneralNames.fromExtensions(extensions(certificate), Extension.subjectAlternativeName);
        return names == null ? List.of() : List.of(names.getNames());
    }

    private static Extensions extensions(X509Certificate certificate) {
        try {
            return new JcaX509CertificateHolder(certificate).getExtensions();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was issued here can't be read", e);
        }
    }

    /** Lets the JDK sign what BouncyCastle encodes; BouncyCastle's own adapter doesn't know the JDK's RSASSA-PSS. */
    private static final class JdkContentSigner implements ContentSigner {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final Signature signature;
        private final AlgorithmIdentifier identifier;

        JdkContentSigner(PrivateKey key, @Nullable String algorithm) throws GeneralSecurityException, IOException {
            String name = algorithm != null ? algorithm : defaultAlgorithm(key);
            signature = Signature.getInstance(name);
            if (name.equals("RSASSA-PSS")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                identifier = new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_RSASSA_PSS,
                        ASN1Primitive.fromByteArray(signature.getParameters().getEncoded()));
            } else {
                identifier = new DefaultSignatureAlgorithmIdentifierFinder().find(name);
            }
            signature.initSign(key);
        }

        private static String defaultAlgorithm(PrivateKey key) {
            return switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "RSASSA-PSS" -> "RSASSA-PSS";
                case "EC" -> ecdsa(((ECKey) key).getParams().getOrder().bitLength());
                case "DSA" -> "SHA256withDSA";
                case "EdDSA" -> key.getEncoded().length < 64 ? "Ed25519" : "Ed448";
                default ->
                    throw new IllegalArgumentException(
                            "a key of algorithm " + key.getAlgorithm() + " can't issue certificates here");
            };
        }

        private static String ecdsa(int bits) {
            return bits <= 256 ? "SHA256withECDSA" : bits <= 384 ? "SHA384withECDSA" : "SHA512withECDSA";
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return identifier;
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            try {
                signature.update(content.toByteArray());
                return signature.sign();
            } catch (SignatureException e) {
                throw new IllegalStateException("the issuer's key can't sign", e);
            }
        }
    }
}
