package io.livetls.examples.demo;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The three files of a {@code kubernetes.io/tls} secret, as text. */
record Secret(String certificate, String key, String trust) {

    static Secret of(IssuedCertificate identity, CertificateAuthority... trusted) {
        return new Secret(identity.certificatePem(), identity.privateKeyPem(), CertificateAuthority.bundlePem(trusted));
    }

    Secret withKey(String other) {
        return new Secret(certificate, other, trust);
    }

    Secret withCertificate(String other) {
        return new Secret(other, key, trust);
    }

    Secret withTrust(String other) {
        return new Secret(certificate, key, other);
    }

    Map<String, byte[]> files() {
        return Map.of("tls.crt", bytes(certificate), "tls.key", bytes(key), "ca.crt", bytes(trust));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing of the files: one of them is a private key. */
    @Override
    public String toString() {
        return "Secret";
    }
}
