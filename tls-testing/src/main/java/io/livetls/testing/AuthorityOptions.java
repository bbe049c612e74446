package io.livetls.testing;

import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a test may say about a CA's certificate. By default it is valid from a year ago to ten years from now, and limits
 * nothing.
 */
public final class AuthorityOptions extends CertificateOptions<AuthorityOptions> {
    private static final Duration BEFORE = Duration.ofDays(365);
    private static final Duration AFTER = Duration.ofDays(3650);

    private @Nullable Integer pathLength;
    private @Nullable X509Certificate impersonated;

    AuthorityOptions(X500Principal subject) {
        super(subject, BEFORE, AFTER);
    }

    @Override
    AuthorityOptions self() {
        return this;
    }

    /**
     * Limits how many intermediate CAs may follow below this one (RFC 5280, 4.2.1.9).
     *
     * @param pathLength 0 for a CA that may only issue to leaves
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public AuthorityOptions pathLength(int pathLength) {
        if (pathLength < 0) {
            throw new IllegalArgumentException("pathLength: " + pathLength + " (expected: 0 or more)");
        }
        this.pathLength = pathLength;
        return this;
    }

    /** Claims the key identifier of another CA, though the key is another. */
    AuthorityOptions impersonate(X509Certificate authority) {
        this.impersonated = authority;
        return this;
    }

    @Nullable X509Certificate impersonated() {
        return impersonated;
    }

    @Nullable Integer pathLength() {
        return pathLength;
    }
}
