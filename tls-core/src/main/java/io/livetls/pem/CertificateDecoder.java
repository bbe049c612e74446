package io.livetls.pem;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decodes every certificate of one content. */
final class CertificateDecoder implements BlockSink {
    private final String source;
    private final CertificateFactory factory;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private int passedOver;

    CertificateDecoder(String source) {
        this.source = source;
        try {
            factory = CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("this JDK has no X.509 CertificateFactory", e);
        }
    }

    List<X509Certificate> decode(byte[] content) {
        Content.forEachBlock(content, source, this);
        if (certificates.isEmpty()) {
            throw missing(content.length);
        }
        return List.copyOf(certificates);
    }

    @Override
    public void add(PemBlock block) {
        try {
            switch (block.kind()) {
                case CERTIFICATE -> addElement(block.der());
                case TRUSTED_CERTIFICATE -> addTrusted(block);
                case PKCS7 -> addElement(block.der());
                case NONE -> addAll(block.der());
                case UNKNOWN ->
                    throw Faults.unsupported(
                            "blocks with this label aren't known, so a certificate might be lost with it",
                            "Remove the block, or write certificates as CERTIFICATE blocks");
                case PRIVATE_KEY, FOREIGN_PRIVATE_KEY, EC_PARAMETERS, OTHER -> passOver(block);
            }
        } catch (MaterialException e) {
            throw e.at(block.in(source));
        }
    }

    /** What isn't a certificate, unless a wrong label hides one. */
    private void passOver(PemBlock block) {
        if (block.kind() == LabelKind.PRIVATE_KEY && KeyStructure.isCertificate(block.der())) {
            addCertificate(block.der());
        } else {
            passedOver++;
            block.clear();
        }
    }

    /** A DER file: certificates one after the other, or PKCS#7. */
    private void addAll(byte[] der) {
        Der elements = Der.ofBer(der);
        while (elements.hasMore()) {
            addElement(elements.element());
        }
    }

    /** Exactly one certificate or one PKCS#7; which of them, the content tells better than a label. */
    private void addElement(byte[] der) {
        if (Pkcs7.isContentInfo(der)) {
            Pkcs7.certificates(der).forEach(this::addCertificate);
        } else {
            addCertificate(der);
        }
    }

    private void addTrusted(PemBlock block) {
        Der elements = Der.of(block.der());
        addCertificate(elements.element());
        if (elements.hasMore()) {
            Der settings = elements.enter(Der.SEQUENCE);
            elements.expectEnd();
            while (settings.hasMore()) {
                if (settings.tag() == 0xa0) {
                    Log.warn(
                            "{0}: the uses that this trusted certificate is rejected for aren''t heeded. Remove the"
                                    + " certificate if it shouldn''t be trusted.",
                            block.in(source));
                }
                settings.skip();
            }
        }
    }

    private void addCertificate(byte[] der) {
        if (!Der.isOneSequence(der)) {
            throw Faults.malformed(
                    der.length > 0 && der[0] == Der.SEQUENCE
                            ? "the certificate is cut short, or bytes follow it"
                            : "it isn't a certificate: it doesn't begin with an ASN.1 SEQUENCE");
        }
        DerDepth.check(der);
        Certificate certificate;
        byte[] encoded;
        try {
            certificate = factory.generateCertificate(new ByteArrayInputStream(der));
            encoded = certificate.getEncoded();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw RefusedCertificate.explain(der, e);
        }
        if (!(certificate instanceof X509Certificate x509) || !Arrays.equals(encoded, der)) {
            throw Faults.malformed("the certificate doesn't parse back to the bytes it was read from");
        }
        certificates.add(x509);
    }

    private MaterialException missing(int length) {
        String what = length == 0
                ? "it is empty"
                : passedOver > 0
                        ? "there is no certificate among its " + passedOver + " PEM blocks"
                        : "there is no certificate in it: neither a BEGIN CERTIFICATE line nor DER";
        return new MaterialException(
                Problem.MISSING, Location.of(source), what, "Name a file with certificates in PEM, DER or PKCS#7");
    }
}
