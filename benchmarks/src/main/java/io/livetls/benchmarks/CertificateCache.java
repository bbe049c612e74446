package io.livetls.benchmarks;

import io.livetls.testing.KeyAlgorithm;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/** Caches that would hand out to one what another one has parsed: the JDK's cache of certificates above all. */
final class CertificateCache {
    /** It holds 750. */
    private static final int MORE_THAN_IT_HOLDS = 1_000;

    private final List<byte[]> others = new ArrayList<>();

    CertificateCache() throws GeneralSecurityException {
        KeyPair key = KeyAlgorithm.EC_P256.newKeyPair();
        for (int i = 0; i < MORE_THAN_IT_HOLDS; i++) {
            others.add(LoadRatio.authority("Other " + i, key).getEncoded());
        }
    }

    /** Fills it with others; and lets go what is held weakly, such as what handles of this library share while they live. */
    void flush() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (byte[] each : others) {
            factory.generateCertificate(new ByteArrayInputStream(each));
        }
        System.gc();
    }
}
