package io.livetls.grpc;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The subject alternative names of a leaf (RFC 5280, 4.2.1.6). If they can't be read, there are none. */
record SubjectNames(List<String> dnsNames, List<String> uris, Optional<SpiffeId> spiffeId) {
    private static final int DNS = 2;
    private static final int URI = 6;

    /** RFC 5280, 4.2.1.3. */
    private static final int KEY_CERT_SIGN = 5;

    private static final int CRL_SIGN = 6;
    private static final int NOT_A_CA = -1;

    static SubjectNames of(X509Certificate leaf) {
        List<String> uris = values(leaf, URI);
        List<String> dnsNames = values(leaf, DNS).stream()
                .flatMap(name -> DnsNames.presented(name).stream())
                .toList();
        return new SubjectNames(dnsNames, uris, spiffeId(leaf, uris));
    }

    private static Optional<SpiffeId> spiffeId(X509Certificate leaf, List<String> uris) {
        return uris.size() == 1 && leaf.getBasicConstraints() == NOT_A_CA && !signsCertificates(leaf)
                ? SpiffeId.parse(uris.get(0)).filter(id -> !id.path().isEmpty())
                : Optional.empty();
    }

    private static boolean signsCertificates(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        return usage != null && (usage[KEY_CERT_SIGN] || usage[CRL_SIGN]);
    }

    private static List<String> values(X509Certificate leaf, int kind) {
        List<String> values = new ArrayList<>();
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (name.get(0).equals(kind) && name.get(1) instanceof String value) {
                        values.add(value);
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return List.copyOf(values);
    }
}
