package io.livetls.testing;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The files of a {@code kubernetes.io/tls} secret. */
final class TlsFiles {
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";
    static final String TRUST = "ca.crt";

    private TlsFiles() {}

    static Map<String, byte[]> of(IssuedCertificate identity, CertificateAuthority... trusted) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(CERTIFICATE, bytes(identity.certificatePem()));
        files.put(KEY, bytes(identity.privateKeyPem()));
        if (trusted.length > 0) {
            files.put(TRUST, bytes(CertificateAuthority.bundlePem(trusted)));
        }
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
