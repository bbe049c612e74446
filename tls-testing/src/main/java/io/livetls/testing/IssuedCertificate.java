package io.livetls.testing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * A private key with its certificate and the intermediates up to, but without, the root: what a server or a client has
 * on disk, in the forms in which it may be there.
 *
 * <p>Immutable and safe for use by many threads. Private keys appear only in what the methods named after them return.
 */
public final class IssuedCertificate {
    private final KeyPair keyPair;
    private final List<X509Certificate> chain;

    IssuedCertificate(KeyPair keyPair, List<X509Certificate> chain) {
        this.keyPair = keyPair;
        this.chain = List.copyOf(chain);
    }

    /**
     * Makes a certificate that its own key has signed and that isn't a CA.
     *
     * @param options changes the defaults of {@link LeafOptions}, such as {@code leaf -> leaf.commonName("api")}
     * @return the certificate with its key; the chain has no other
     */
    public static IssuedCertificate selfSigned(Consumer<LeafOptions> options) {
        LeafOptions chosen = new LeafOptions();
        options.accept(chosen);
        KeyPair key = chosen.keyPair();
        return new IssuedCertificate(
                key, List.of(CertificateSigner.self(chosen, key).sign(chosen, key.getPublic())));
    }

    /**
     * The private key.
     *
     * @return a key of the JDK's providers
     */
    public PrivateKey privateKey() {
        return keyPair.getPrivate();
    }

    /**
     * The key pair, to have another certificate issued for it.
     *
     * @return the key pair
     */
    public KeyPair keyPair() {
        return keyPair;
    }

    /**
     * The certificate itself, without the chain.
     *
     * @return the leaf
     */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * The certificates that TLS sends.
     *
     * @return the leaf first, then the intermediates in order; never the root
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * The certificates between the leaf and the root.
     *
     * @return the one that issued the leaf first; empty if that is the root
     */
    public List<X509Certificate> intermediates() {
        return chain.subList(1, chain.size());
    }

    /**
     * The chain as a certificate file has it.
     *
     * @return PEM blocks, the leaf first; never the root
     */
    public String certificatePem() {
        return Pem.certificates(chain);
    }

    /**
     * The private key as PKCS#8 (RFC 5958).
     *
     * @return one PEM block, {@code PRIVATE KEY}
     */
    public String privateKeyPem() {
        return Pem.pkcs8(privateKey());
    }

    /**
     * The private key as encrypted PKCS#8: PBES2 with PBKDF2, HMAC-SHA-256 and AES-256 (RFC 8018).
     *
     * @param passphrase not changed, and used as UTF-8
     * @return one PEM block, {@code ENCRYPTED PRIVATE KEY}
     */
    public String encryptedPrivateKeyPem(char[] passphrase) {
        return Pem.encryptedPkcs8(privateKey(), passphrase);
    }

    /**
     * The private key in the format of its algorithm, which OpenSSL calls traditional: PKCS#1 for RSA
     * ({@code RSA PRIVATE KEY}, RFC 8017), SEC1 for EC ({@code EC PRIVATE KEY}, RFC 5915, with the curve and the public
     * key in it), {@code DSA PRIVATE KEY} for DSA.
     *
     * @return one PEM block
     * @throws IllegalStateException if keys of this algorithm have no such format: RSA-PSS, Ed25519, Ed448
     */
    public String traditionalPrivateKeyPem() {
        return Pem.traditional(keyPair);
    }

    /**
     * The traditional format, encrypted in OpenSSL's old way: AES-256-CBC, a key from MD5, {@code Proc-Type: 4,ENCRYPTED}
     * in the header.
     *
     * @param passphrase not changed
     * @return one PEM block with headers
     * @throws IllegalStateException if keys of this algorithm have no such format: RSA-PSS, Ed25519, Ed448
     */
    public String encryptedTraditionalPrivateKeyPem(char[] passphrase) {
        return Pem.encryptedTraditional(keyPair, passphrase);
    }

    /**
     * A key store with one entry, {@code identity}: the key and its chain.
     *
     * @param password of the entry; not changed
     * @return a PKCS#12 key store in memory; its {@code store} writes it to a file
     */
    public KeyStore toKeyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("identity", privateKey(), password, chain.toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the key store can't be made", e);
        }
    }

    /**
     * A TLS context with this identity, fixed for ever: the other side of a test, without the library under test.
     *
     * @param trusted the CAs whose certificates it accepts; none accepts no certificate
     * @return a new context of the JDK
     */
    public SSLContext sslContext(CertificateAuthority... trusted) {
        return PeerContext.of(this, trusted);
    }

    /**
     * Names the certificate; the key isn't in it.
     *
     * @return for example {@code IssuedCertificate[CN=api, EC, serial 4f2c]}
     */
    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate().getSubjectX500Principal() + ", "
                + certificate().getPublicKey().getAlgorithm() + ", serial "
                + certificate().getSerialNumber().toString(16) + "]";
    }
}
