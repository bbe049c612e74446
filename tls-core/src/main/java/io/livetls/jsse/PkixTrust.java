package io.livetls.jsse;

import io.livetls.material.TrustAnchors;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's own trust manager over some trust anchors: path validation is its business alone. */
final class PkixTrust {
    /** Of the JDK's own implementation it is known what its verdicts depend on. */
    private static final String KNOWN_PROVIDER = "SunJSSE";

    /** JSSE Reference Guide: whether TLS peers are checked for revocation. The JDK reads it once as well. */
    private static final String CHECK_REVOCATION = "com.sun.net.ssl.checkRevocation";

    private static final boolean REVOCATION_AT_FIRST = Boolean.getBoolean(CHECK_REVOCATION);

    /** Neither key nor value is held: handles hold theirs. */
    private static final Map<TrustAnchors, WeakReference<X509ExtendedTrustManager>> SHARED = new WeakHashMap<>();

    private PkixTrust() {}

    /** The trust manager that these settings ask for. */
    static X509ExtendedTrustManager over(TrustAnchors anchors, PathChecks checks) {
        return checks.remembered() && canBeRemembered()
                ? new RememberingTrust(natively(shared(anchors), checks))
                : natively(plain(anchors), checks);
    }

    private static X509ExtendedTrustManager natively(X509ExtendedTrustManager pkix, PathChecks checks) {
        return checks.natively()
                ? NativeSignatures.provider()
                        .<X509ExtendedTrustManager>map(provider -> new NativeTrust(pkix, provider))
                        .orElse(pkix)
                : pkix;
    }

    /** Whether a certificate is revoked may change at any time: then nothing is remembered. */
    private static boolean canBeRemembered() {
        try {
            return !REVOCATION_AT_FIRST
                    && !Boolean.getBoolean(CHECK_REVOCATION)
                    && factory().getProvider().getName().equals(KNOWN_PROVIDER);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** With the JDK's defaults for everything. */
    static X509ExtendedTrustManager plain(TrustAnchors anchors) {
        try {
            TrustManagerFactory factory = factory();
            factory.init(keyStore(anchors));
            return manager(factory);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform can't make a PKIX trust manager", e);
        }
    }

    /** One for all handles with the same trust: it never changes, and what it looks at it tells each thread by itself. */
    static X509ExtendedTrustManager shared(TrustAnchors anchors) {
        synchronized (SHARED) {
            WeakReference<X509ExtendedTrustManager> living = SHARED.get(anchors);
            X509ExtendedTrustManager manager = living == null ? null : living.get();
            if (manager == null) {
                manager = listenedTo(anchors);
                SHARED.put(anchors, new WeakReference<>(manager));
            }
            return manager;
        }
    }

    /** The same, in words that leave room for a {@link PathWindow}. */
    static X509ExtendedTrustManager listenedTo(TrustAnchors anchors) {
        try {
            Set<TrustAnchor> trusted = anchors.certificates().stream()
                    .map(certificate -> new TrustAnchor(certificate, null))
                    .collect(Collectors.toSet());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, null);
            parameters.setRevocationEnabled(false);
            parameters.addCertPathChecker(new PathWindow());
            TrustManagerFactory factory = factory();
            factory.init(new CertPathTrustManagerParameters(parameters));
            return manager(factory);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform can't make a PKIX trust manager", e);
        }
    }

    private static TrustManagerFactory factory() throws GeneralSecurityException {
        return TrustManagerFactory.getInstance("PKIX");
    }

    private static X509ExtendedTrustManager manager(TrustManagerFactory factory) {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("the platform's PKIX trust manager isn't an X509ExtendedTrustManager");
    }

    private static KeyStore keyStore(TrustAnchors anchors) throws GeneralSecurityException, IOException {
        // In memory only; JKS because it keeps certificates as they are, where PKCS#12 wraps each in attributes.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : anchors.certificates()) {
            store.setCertificateEntry("anchor-" + number++, certificate);
        }
        return store;
    }
}
