package io.livetls.testing;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a test may say about any certificate: its subject, key, validity and serial number. Everything has a default.
 *
 * <p>An instance lives for one call that issues a certificate; it isn't thread-safe.
 *
 * @param <T> the kind of options, so that calls chain
 */
public abstract sealed class CertificateOptions<T extends CertificateOptions<T>> permits AuthorityOptions, LeafOptions {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Positive, and short enough for the 20 octets of RFC 5280, 4.1.2.2. */
    private static final int SERIAL_BITS = 127;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private X500Principal subject;
    private KeyAlgorithm algorithm = KeyAlgorithm.EC_P256;
    private @Nullable KeyPair keyPair;
    private Instant notBefore;
    private Instant notAfter;
    private BigInteger serialNumber = new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
    private @Nullable String signatureAlgorithm;

    CertificateOptions(X500Principal subject, Duration before, Duration after) {
        this.subject = subject;
        this.notBefore = now.minus(before);
        this.notAfter = now.plus(after);
    }

    abstract T self();

    /**
     * Sets the subject to one common name.
     *
     * @param commonName such as {@code api}; it may contain any character
     * @return this
     */
    public T commonName(String commonName) {
        this.subject = DistinguishedNames.ofCommonName(commonName);
        return self();
    }

    /**
     * Sets the whole subject.
     *
     * @param distinguishedName in the notation of RFC 2253, such as {@code CN=api,O=Example}; empty for none
     * @return this
     * @throws IllegalArgumentException if the name can't be read
     */
    public T subject(String distinguishedName) {
        this.subject = new X500Principal(distinguishedName);
        return self();
    }

    /**
     * Makes a new key of this kind for the certificate. The default is {@link KeyAlgorithm#EC_P256}.
     *
     * @param algorithm the kind of key
     * @return this
     */
    public T key(KeyAlgorithm algorithm) {
        this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        this.keyPair = null;
        return self();
    }

    /**
     * Certifies a key that exists, instead of a new one: for a renewal with the same key.
     *
     * @param keyPair the key pair
     * @return this
     */
    public T key(KeyPair keyPair) {
        this.keyPair = Objects.requireNonNull(keyPair, "keyPair");
        return self();
    }

    /**
     * Sets the first instant of the validity.
     *
     * @param notBefore whole seconds count
     * @return this
     */
    public T notBefore(Instant notBefore) {
        this.notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        return self();
    }

    /**
     * Sets the last instant of the validity.
     *
     * @param notAfter whole seconds count
     * @return this
     */
    public T notAfter(Instant notAfter) {
        this.notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        return self();
    }

    /**
     * Makes the certificate one that was valid for a month and expired yesterday.
     *
     * @return this
     */
    public T expired() {
        return notBefore(now.minus(31, ChronoUnit.DAYS)).notAfter(now.minus(1, ChronoUnit.DAYS));
    }

    /**
     * Makes the certificate one that becomes valid tomorrow, for a month.
     *
     * @return this
     */
    public T notYetValid() {
        return notBefore(now.plus(1, ChronoUnit.DAYS)).notAfter(now.plus(31, ChronoUnit.DAYS));
    }

    /**
     * Sets the serial number. The default is random.
     *
     * @param serialNumber more than zero (RFC 5280, 4.1.2.2)
     * @return this
     * @throws IllegalArgumentException if it isn't positive
     */
    public T serialNumber(BigInteger serialNumber) {
        if (serialNumber.signum() <= 0) {
            throw new IllegalArgumentException("serialNumber: " + serialNumber + " (expected: more than 0)");
        }
        this.serialNumber = serialNumber;
        return self();
    }

    /**
     * Sets the algorithm that the issuer signs with, for example a weak one. The default fits the issuer's key: SHA-256,
     * for P-384 SHA-384 and for P-521 SHA-512.
     *
     * @param signatureAlgorithm a name of the JCA, such as {@code SHA1withRSA}; it must fit the issuer's key
     * @return this
     */
    public T signatureAlgorithm(String signatureAlgorithm) {
        this.signatureAlgorithm = Objects.requireNonNull(signatureAlgorithm, "signatureAlgorithm");
        return self();
    }

    final X500Principal subject() {
        return subject;
    }

    /** The given key pair, or a new one at each call. */
    final KeyPair keyPair() {
        return keyPair != null ? keyPair : algorithm.newKeyPair();
    }

    final Instant notBefore() {
        return notBefore;
    }

    final Instant notAfter() {
        return notAfter;
    }

    final BigInteger serialNumber() {
        return serialNumber;
    }

    final @Nullable String signatureAlgorithm() {
        return signatureAlgorithm;
    }
}
