package io.livetls.material;

import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A private key and its certificate chain, leaf first, proven to belong together: a probe signed by the key verifies
 * with the leaf's public key. Immutable and safe for any thread.
 *
 * <p>The chain keeps every certificate that was given. The leaf may stand anywhere in the input; the path from it
 * upwards comes first (RFC 8446, 4.4.2), certificates that aren't on this path, such as cross-signed alternatives,
 * follow in the order they had.
 */
public final class Identity {
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;

    private Identity(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = privateKey;
        this.chain = chain;
    }

    /**
     * Proves that the key belongs to one of the certificates and orders the chain.
     *
     * @param privateKey the key, of any provider
     * @param certificates the leaf and its intermediates, in any order
     * @return the identity
     * @throws MaterialException {@link Problem#MISSING} without certificates, {@link Problem#MISMATCH} if the key
     *     signs for none of them, {@link Problem#UNSUPPORTED} if no signature algorithm is known for the key
     */
    public static Identity of(PrivateKey privateKey, List<X509Certificate> certificates) {
        Objects.requireNonNull(privateKey, "privateKey");
        if (certificates.isEmpty()) {
            throw new MaterialException(
                    Problem.MISSING,
                    null,
                    "there is no certificate for the private key",
                    "Give the certificate chain, leaf first");
        }
        X509Certificate leaf = KeyProof.findLeaf(privateKey, certificates);
        return new Identity(privateKey, ChainOrder.leafFirst(leaf, certificates));
    }

    /**
     * The private key. Handle it with care: this is the one way to it.
     *
     * @return the key
     */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /**
     * The certificate chain.
     *
     * @return an immutable list, leaf first, never empty
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * The certificate that the key signs for.
     *
     * @return the first of the chain
     */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /**
     * Equal if the key and the whole chain are.
     *
     * @param other anything
     * @return whether it is the same identity
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Identity that && chain.equals(that.chain) && sameKey(privateKey, that.privateKey);
    }

    @Override
    public int hashCode() {
        return chain.hashCode();
    }

    /**
     * For logs: subject, serial number and end of validity of the leaf, nothing of the key.
     *
     * @return a line without secrets
     */
    @Override
    public String toString() {
        return "Identity[" + leaf().getSubjectX500Principal() + ", serial "
                + leaf().getSerialNumber().toString(16) + ", until "
                + leaf().getNotAfter().toInstant() + ", chain of " + chain.size() + "]";
    }

    private static boolean sameKey(PrivateKey one, PrivateKey other) {
        byte[] oneBytes = one.getEncoded();
        byte[] otherBytes = other.getEncoded();
        try {
            // A key in hardware has no encoding: it is only ever equal to itself.
            if (oneBytes == null || otherBytes == null) {
                return one.equals(other);
            }
            return MessageDigest.isEqual(oneBytes, otherBytes);
        } finally {
            clear(oneBytes);
            clear(otherBytes);
        }
    }

    private static void clear(byte @Nullable [] bytes) {
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
