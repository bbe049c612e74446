package io.livetls.soak;

import io.livetls.TlsSnapshot;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What is on disk after one good change. Certificates carry numbers in their names, so that whoever sees some of them can
 * tell from which version they are: {@code identity 17} below {@code issuer 17}, {@code guest 9} in the trust.
 *
 * @param number of the identity; a version with new trust alone has the number of the one before
 * @param identity the leaf, and the intermediate that was made for it
 * @param permanent the CAs that are always trusted
 * @param guests those that come and go, the oldest first
 */
record Version(int number, IssuedCertificate identity, List<CertificateAuthority> permanent, List<Guest> guests) {
    static final String IDENTITY = "identity ";
    static final String ISSUER = "issuer ";
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";
    static final String TRUST = "ca.crt";

    CertificateAuthority[] trusted() {
        return Stream.concat(permanent.stream(), guests.stream().map(Guest::authority))
                .toArray(CertificateAuthority[]::new);
    }

    /** The content of each file. */
    Map<String, String> files() {
        return new TreeMap<>(Map.of(
                CERTIFICATE, identity.certificatePem(),
                KEY, identity.privateKeyPem(),
                TRUST, CertificateAuthority.bundlePem(trusted())));
    }

    /** The identity of this one with the trust of another. */
    Version withTrustOf(Version other) {
        return new Version(number, identity, permanent, other.guests);
    }

    /** Identity and trust as one text. Only what a site laid down can be current in its handle. */
    String label() {
        return label(
                identity.certificate(),
                names(Stream.of(trusted())
                        .map(authority -> authority.certificate().getSubjectX500Principal())
                        .toList()));
    }

    static String label(TlsSnapshot snapshot) {
        return label(
                Objects.requireNonNull(snapshot.identity()).leaf(),
                names(Objects.requireNonNull(snapshot.trustAnchors()).certificates().stream()
                        .map(X509Certificate::getSubjectX500Principal)
                        .toList()));
    }

    /** The label of a server that presents this leaf and names these CAs. */
    static String label(X509Certificate leaf, String trustedNames) {
        return name(leaf.getSubjectX500Principal()) + ", trusting " + trustedNames;
    }

    static String names(Collection<? extends Principal> authorities) {
        return authorities.stream().map(Version::name).sorted().collect(Collectors.joining(", "));
    }

    static String name(Principal principal) {
        return principal.getName().substring("CN=".length());
    }

    static int numberOf(X509Certificate leaf) {
        return number(leaf.getSubjectX500Principal(), IDENTITY);
    }

    static int numberOf(TlsSnapshot snapshot) {
        return numberOf(Objects.requireNonNull(snapshot.identity()).leaf());
    }

    /** The number in a name; -1 if it is another kind of name. */
    static int number(X500Principal name, String kind) {
        String text = name(name);
        return text.startsWith(kind) ? Integer.parseInt(text.substring(kind.length())) : -1;
    }

    static boolean trusts(TlsSnapshot snapshot, @Nullable CertificateAuthority authority) {
        return authority == null
                || Objects.requireNonNull(snapshot.trustAnchors())
                        .certificates()
                        .contains(authority.certificate());
    }
}
