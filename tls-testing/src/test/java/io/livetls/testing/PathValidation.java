package io.livetls.testing;

import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.util.Set;

/** Asks the JDK's PKIX validator (RFC 5280, 6) what it thinks of a chain. */
final class PathValidation {
    private PathValidation() {}

    static void validate(IssuedCertificate issued, CertificateAuthority root) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root.certificate(), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(issued.chain()), parameters);
    }
}
