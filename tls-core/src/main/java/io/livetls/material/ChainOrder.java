package io.livetls.material;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a chain into the order of RFC 8446, 4.4.2, without losing a certificate. */
final class ChainOrder {
    private ChainOrder() {}

    static List<X509Certificate> leafFirst(X509Certificate leaf, Collection<X509Certificate> certificates) {
        // A set: two copies of one certificate in a file are one certificate of the chain.
        Set<X509Certificate> rest = new LinkedHashSet<>(certificates);
        List<X509Certificate> chain = new ArrayList<>(rest.size());
        for (X509Certificate next = leaf; next != null; next = issuerOf(next, rest)) {
            chain.add(next);
            rest.remove(next);
        }
        chain.addAll(rest);
        return List.copyOf(chain);
    }

    private static @Nullable X509Certificate issuerOf(X509Certificate subject, Collection<X509Certificate> candidates) {
        for (X509Certificate candidate : candidates) {
            if (subject.getIssuerX500Principal().equals(candidate.getSubjectX500Principal())
                    && isSignedBy(subject, candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isSignedBy(X509Certificate subject, X509Certificate issuer) {
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            // Two CAs may share a name: the signature tells them apart. What can't be verified isn't the issuer.
            return false;
        }
    }
}
