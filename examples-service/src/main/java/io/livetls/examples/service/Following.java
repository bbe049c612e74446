package io.livetls.examples.service;

import io.livetls.LiveTls;
import io.livetls.material.Identity;
import io.livetls.material.TrustAnchors;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Handles follow files by themselves, some milliseconds later. In earnest nobody waits; a step of a runbook does. */
final class Following {
    private static final int PAUSE_MILLIS = 5;

    private Following() {}

    /**
     * Returns when a handle presents a certificate and trusts so many CAs.
     *
     * @param leaf null if that doesn't matter
     */
    static void await(LiveTls tls, @Nullable X509Certificate leaf, int anchors) throws InterruptedException {
        while (!shows(tls.current().identity(), leaf) || !has(tls.current().trustAnchors(), anchors)) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean shows(@Nullable Identity identity, @Nullable X509Certificate leaf) {
        return leaf == null || (identity != null && identity.leaf().equals(leaf));
    }

    private static boolean has(@Nullable TrustAnchors trust, int anchors) {
        return trust != null && trust.certificates().size() == anchors;
    }
}
