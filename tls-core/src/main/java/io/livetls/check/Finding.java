package io.livetls.check;

import io.livetls.material.Location;
import java.security.cert.X509Certificate;
import java.util.Objects;

/**
 * Something about the material that an operator should know.
 *
 * @param kind what kind of thing it is
 * @param severity how bad it is
 * @param location where the certificate came from
 * @param certificate the certificate that it is about
 * @param what a sentence without a full stop that says what is wrong
 * @param remedy a sentence without a full stop that says what to do
 */
public record Finding(
        Kind kind, Severity severity, Location location, X509Certificate certificate, String what, String remedy) {

    /** What can be found. */
    public enum Kind {
        /** The leaf doesn't cover an expected host. */
        HOST_NOT_COVERED(Check.HOSTS),
        /** No path leads from the leaf to a CA that is expected. */
        NOT_ISSUED(Check.ISSUER),
        /** The extended key usages don't let it be presented in a role that it has. */
        ROLE_NOT_ALLOWED(Check.USAGE),
        /** The key usage doesn't let its key sign, which TLS 1.3 and all that uses ephemeral keys need. */
        SIGNING_NOT_ALLOWED(Check.USAGE),
        /** A certificate of the chain isn't valid yet. */
        NOT_YET_VALID(Check.VALIDITY),
        /** A certificate of the chain has expired. */
        EXPIRED(Check.VALIDITY),
        /** The leaf, or a certificate between it and its CA, will soon expire. */
        EXPIRES_SOON(Check.VALIDITY),
        /** A trust anchor has expired. The JDK trusts it all the same, other implementations don't. */
        TRUST_ANCHOR_EXPIRED(Check.VALIDITY);

        private final Check check;

        Kind(Check check) {
            this.check = check;
        }

        /**
         * The check that finds it.
         *
         * @return the check
         */
        public Check check() {
            return check;
        }
    }

    /**
     * Checks that all of it is there.
     *
     * @param kind what kind of thing it is
     * @param severity how bad it is
     * @param location where the certificate came from
     * @param certificate the certificate that it is about
     * @param what what is wrong
     * @param remedy what to do
     */
    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(remedy, "remedy");
    }

    /**
     * The check that found it.
     *
     * @return the check of its kind
     */
    public Check check() {
        return kind.check();
    }

    /**
     * For logs, in the form of every message of this library.
     *
     * @return {@code <where>: <what>. <remedy>.}
     */
    @Override
    public String toString() {
        return location + ": " + what + ". " + remedy + ".";
    }
}
