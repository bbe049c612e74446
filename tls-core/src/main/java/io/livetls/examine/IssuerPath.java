package io.livetls.examine;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a path leads from a leaf to one of some CAs (RFC 5280, 6), at whatever time: expiry is another finding. */
final class IssuerPath {
    /** More than any peer takes (the JDK ten); it bounds the work on a file of many alternatives. */
    private static final int MAX_CERTIFICATES = 16;

    private final List<X509Certificate> chain;
    private final Set<X509Certificate> issuers;

    IssuerPath(List<X509Certificate> chain, Set<X509Certificate> issuers) {
        this.chain = chain.size() > MAX_CERTIFICATES ? chain.subList(0, MAX_CERTIFICATES) : chain;
        this.issuers = issuers;
    }

    boolean exists(Instant now) {
        if (issuers.contains(chain.get(0))) {
            return true;
        }
        if (issuers.isEmpty()) {
            return false;
        }
        try {
            PKIXBuilderParameters parameters = parameters();
            return times(now).stream().anyMatch(time -> existsAt(time, parameters));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform can't look for a certification path", e);
        }
    }

    private PKIXBuilderParameters parameters() throws GeneralSecurityException {
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(chain.get(0));
        Set<TrustAnchor> anchors =
                issuers.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        parameters.setMaxPathLength(MAX_CERTIFICATES);
        // It asks who issued the leaf; revocation is what peers look at.
        parameters.setRevocationEnabled(false);
        return parameters;
    }

    /**
     * Now, if all of the chain is valid now. Otherwise, whichever certificates a path is made of, the time that all of them
     * share begins where one of them begins.
     */
    private Set<Instant> times(Instant now) {
        Set<Instant> times = new LinkedHashSet<>();
        times.add(now);
        if (!chain.stream().allMatch(each -> isValidAt(each, now))) {
            chain.forEach(each -> times.add(each.getNotBefore().toInstant()));
        }
        return times;
    }

    private static boolean isValidAt(X509Certificate certificate, Instant time) {
        try {
            certificate.checkValidity(Date.from(time));
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return false;
        }
    }

    private static boolean existsAt(Instant time, PKIXBuilderParameters common) {
        PKIXBuilderParameters parameters = (PKIXBuilderParameters) common.clone();
        parameters.setDate(Date.from(time));
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform can't look for a certification path", e);
        }
    }
}
