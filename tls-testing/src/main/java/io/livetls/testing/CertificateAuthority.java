package io.livetls.testing;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A CA that is made on the spot, for tests: a root, or an intermediate below one. Nothing is read from disk, and keys live
 * as long as the object.
 *
 * <pre>{@code
 * CertificateAuthority root = CertificateAuthority.create("Test root");
 * IssuedCertificate server = root.issue(leaf -> leaf.dns("api.example.org"));
 * IssuedCertificate renewed = root.renew(server);
 * }</pre>
 *
 * <p>The cases that matter when certificates change each have a method: {@link #renew} keeps the key, {@link #rekey}
 * doesn't, {@link #crossSign} and {@link #bundlePem} make the overlap of two CAs, {@link #impostor} is a CA that looks
 * like this one and isn't.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class CertificateAuthority {
    private final KeyPair keyPair;
    private final X509Certificate certificate;
    /** What a leaf sends after itself: this CA and those above it, without a root. Empty for a root. */
    private final List<X509Certificate> path;

    private CertificateAuthority(KeyPair keyPair, X509Certificate certificate, List<X509Certificate> path) {
        this.keyPair = keyPair;
        this.certificate = certificate;
        this.path = List.copyOf(path);
    }

    /**
     * Makes a root: a CA whose certificate is signed with its own key.
     *
     * @param commonName the name, such as {@code Test root}
     * @return a new CA with a new P-256 key
     */
    public static CertificateAuthority create(String commonName) {
        return create(commonName, options -> {});
    }

    /**
     * Makes a root.
     *
     * @param commonName the name, such as {@code Test root}
     * @param options changes the defaults, such as {@code ca -> ca.key(KeyAlgorithm.RSA_2048)}
     * @return a new CA
     */
    public static CertificateAuthority create(String commonName, Consumer<AuthorityOptions> options) {
        AuthorityOptions chosen = new AuthorityOptions(DistinguishedNames.ofCommonName(commonName));
        options.accept(chosen);
        return selfSigned(chosen);
    }

    private static CertificateAuthority selfSigned(AuthorityOptions options) {
        KeyPair keyPair = options.keyPair();
        X509Certificate certificate = CertificateSigner.self(options, keyPair).sign(options, keyPair.getPublic());
        return new CertificateAuthority(keyPair, certificate, List.of());
    }

    /**
     * Makes a CA below this one. What it issues carries its certificate in the chain.
     *
     * @param commonName the name, such as {@code Test intermediate}
     * @return a new CA with a new P-256 key
     */
    public CertificateAuthority intermediate(String commonName) {
        return intermediate(commonName, options -> {});
    }

    /**
     * Makes a CA below this one.
     *
     * @param commonName the name, such as {@code Test intermediate}
     * @param options changes the defaults, such as {@code ca -> ca.pathLength(0)}
     * @return a new CA
     */
    public CertificateAuthority intermediate(String commonName, Consumer<AuthorityOptions> options) {
        AuthorityOptions chosen = new AuthorityOptions(DistinguishedNames.ofCommonName(commonName));
        options.accept(chosen);
        return below(chosen);
    }

    private CertificateAuthority below(AuthorityOptions options) {
        KeyPair key = options.keyPair();
        X509Certificate signed = signer().sign(options, key.getPublic());
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(signed);
        chain.addAll(path);
        return new CertificateAuthority(key, signed, chain);
    }

    /**
     * Issues a certificate with a new key and the defaults of {@link LeafOptions}: {@code localhost}, for servers and
     * clients.
     *
     * @return the certificate with its key and chain
     */
    public IssuedCertificate issue() {
        return issue(options -> {});
    }

    /**
     * Issues a certificate.
     *
     * @param options changes the defaults, such as {@code leaf -> leaf.dns("api.example.org").clientAuth()}
     * @return the certificate with its key and chain
     */
    public IssuedCertificate issue(Consumer<LeafOptions> options) {
        LeafOptions chosen = new LeafOptions();
        options.accept(chosen);
        KeyPair key = chosen.keyPair();
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(signer().sign(chosen, key.getPublic()));
        chain.addAll(path);
        return new IssuedCertificate(key, chain);
    }

    /**
     * Renews a certificate (RFC 3647, 4.4.6): the same key, subject, names and purposes; a new serial number and validity.
     * The old one may come from another CA.
     *
     * @param old the certificate to renew
     * @return the new certificate, with the key of the old one
     */
    public IssuedCertificate renew(IssuedCertificate old) {
        return issue(leaf -> leaf.like(old).key(old.keyPair()));
    }

    /**
     * Replaces a certificate and its key (RFC 3647, 4.4.7): the same subject, names and purposes; a new P-256 key. The
     * old one may come from another CA.
     *
     * @param old the certificate to replace
     * @return the new certificate, with a new key
     */
    public IssuedCertificate rekey(IssuedCertificate old) {
        return issue(leaf -> leaf.like(old));
    }

    /**
     * Certifies another CA's name and key with this one. What the result issues is trusted by those who know this CA, and
     * by those who know the other: {@code oldRoot.crossSign(newRoot)} is the way over from an old root to a new one.
     *
     * @param other the CA to certify
     * @return a CA with the name and key of the other, whose certificate this CA has signed
     */
    public CertificateAuthority crossSign(CertificateAuthority other) {
        return below(new AuthorityOptions(other.certificate.getSubjectX500Principal()).key(other.keyPair));
    }

    /**
     * Makes a root that has this CA's name and key identifier, but another key: only a check of signatures tells what it
     * issues from what this CA issues.
     *
     * @return a new, unrelated CA
     */
    public CertificateAuthority impostor() {
        return selfSigned(new AuthorityOptions(certificate.getSubjectX500Principal()).impersonate(certificate));
    }

    /**
     * This CA's certificate.
     *
     * @return the certificate; for a root, signed with its own key
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * This CA's key pair, for a test that signs something itself or makes the CA anew with the same key.
     *
     * @return the key pair
     */
    public KeyPair keyPair() {
        return keyPair;
    }

    /**
     * This CA's certificate as a trust file has it.
     *
     * @return one PEM block
     */
    public String certificatePem() {
        return Pem.certificates(List.of(certificate));
    }

    /**
     * The certificates of several CAs as one trust file, such as the overlap while an old CA gives way to a new one.
     *
     * @param authorities in the order of the file; none gives an empty file
     * @return one PEM block for each
     */
    public static String bundlePem(CertificateAuthority... authorities) {
        return Stream.of(authorities).map(CertificateAuthority::certificatePem).collect(Collectors.joining());
    }

    /**
     * A TLS context of a client that trusts this CA and has no certificate of its own.
     *
     * @return a new context of the JDK
     */
    public SSLContext sslContext() {
        return PeerContext.of(null, this);
    }

    private CertificateSigner signer() {
        return CertificateSigner.of(certificate, keyPair);
    }

    /**
     * Names the CA; the key isn't in it.
     *
     * @return for example {@code CertificateAuthority[CN=Test root]}
     */
    @Override
    public String toString() {
        return "CertificateAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
