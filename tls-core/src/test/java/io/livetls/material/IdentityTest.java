package io.livetls.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityTest {
    private final CertificateAuthority root = CertificateAuthority.create("Root");
    private final CertificateAuthority upper = root.intermediate("Upper");
    private final CertificateAuthority lower = upper.intermediate("Lower");
    private final IssuedCertificate issued = lower.issue(leaf -> leaf.commonName("leaf"));

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void aKeyOfEveryAlgorithmProvesItselfAgainstItsLeafAndNoOther(KeyAlgorithm algorithm) {
        IssuedCertificate one = root.issue(leaf -> leaf.key(algorithm));
        IssuedCertificate other = root.issue(leaf -> leaf.key(algorithm));
        assertThat(Identity.of(one.privateKey(), one.chain()).leaf()).isEqualTo(one.certificate());
        assertThatThrownBy(() -> Identity.of(one.privateKey(), other.chain()))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISMATCH));
    }

    @Test
    void theChainIsOrderedLeafFirstWhateverTheOrderInTheFile() {
        List<X509Certificate> shuffled = new ArrayList<>(issued.chain());
        shuffled.add(root.certificate());
        List<X509Certificate> expected = List.copyOf(shuffled);
        for (int rotation = 0; rotation < shuffled.size(); rotation++) {
            Collections.rotate(shuffled, 1);
            assertThat(Identity.of(issued.privateKey(), shuffled).chain()).isEqualTo(expected);
        }
        Collections.reverse(shuffled);
        assertThat(Identity.of(issued.privateKey(), shuffled).chain()).isEqualTo(expected);
    }

    @Test
    void aCertificateThatIsNotOnThePathIsKeptBehindIt() {
        X509Certificate crossSigned =
                CertificateAuthority.create("Other root").crossSign(upper).certificate();
        List<X509Certificate> withAlternative = new ArrayList<>(issued.chain());
        withAlternative.add(1, crossSigned);
        assertThat(Identity.of(issued.privateKey(), withAlternative).chain())
                .hasSize(withAlternative.size())
                .startsWith(issued.certificate(), lower.certificate())
                .contains(crossSigned, upper.certificate());
    }

    @Test
    void twoCopiesOfACertificateAreOne() {
        List<X509Certificate> twice = new ArrayList<>(issued.chain());
        twice.addAll(issued.chain());
        assertThat(Identity.of(issued.privateKey(), twice).chain()).isEqualTo(issued.chain());
    }

    @Test
    void theIssuerIsFoundByItsSignatureWhereTwoCasShareAName() {
        CertificateAuthority impostor = lower.impostor();
        List<X509Certificate> confusing =
                List.of(issued.certificate(), impostor.certificate(), lower.certificate(), upper.certificate());
        assertThat(Identity.of(issued.privateKey(), confusing).chain())
                .containsExactly(
                        issued.certificate(), lower.certificate(), upper.certificate(), impostor.certificate());
    }

    @Test
    void aMismatchNamesTheCertificateAndWhatToDo() {
        IssuedCertificate other = root.issue();
        assertThatThrownBy(() -> Identity.of(other.privateKey(), issued.chain()))
                .isInstanceOf(MaterialException.class)
                .hasMessageContaining("CN=leaf")
                .hasMessageContaining(issued.certificate().getSerialNumber().toString(16))
                .hasMessageContaining("nor to the " + (issued.chain().size() - 1) + " after it")
                .hasMessageEndingWith("Write the key and the certificate that was issued for it together.");
        assertThatThrownBy(() -> Identity.of(other.privateKey(), List.of()))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING));
    }

    @Test
    void aKeyThatCannotSignIsRefused() throws Exception {
        PrivateKey agreement =
                KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate();
        assertThatThrownBy(() -> Identity.of(agreement, issued.chain()))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED))
                .hasMessageContaining("Use an RSA, EC, Ed25519, Ed448 or DSA key");
    }

    @Test
    void equalityIsByKeyAndChain() {
        Identity one = Identity.of(issued.privateKey(), issued.chain());
        assertThat(one)
                .isEqualTo(Identity.of(issued.privateKey(), issued.chain()))
                .hasSameHashCodeAs(Identity.of(issued.privateKey(), issued.chain()))
                .isNotEqualTo(Identity.of(issued.privateKey(), List.of(issued.certificate())));
        IssuedCertificate renewed = lower.renew(issued);
        assertThat(one).isNotEqualTo(Identity.of(renewed.privateKey(), renewed.chain()));
    }

    @Test
    void whereAProblemIsCanBeAddedOnce() {
        MaterialException bare = new MaterialException(Problem.MISSING, null, "what", "remedy");
        assertThat(bare).hasMessage("what. remedy.");
        MaterialException placed = bare.at(new Location("/a.pem", 3, "CERTIFICATE"));
        assertThat(placed).hasMessage("/a.pem, line 3 (CERTIFICATE): what. remedy.");
        assertThat(placed.at(Location.of("/b.pem"))).isSameAs(placed);
    }

    @Test
    void trustAnchorsAreEqualByWhatTheyTrust() {
        CertificateAuthority other = CertificateAuthority.create("Other");
        TrustAnchors one = TrustAnchors.of(List.of(root.certificate(), other.certificate()), "one");
        TrustAnchors same = TrustAnchors.merge(List.of(
                TrustAnchors.of(List.of(other.certificate()), "a"),
                TrustAnchors.of(List.of(root.certificate(), other.certificate()), "b")));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(same.originOf(other.certificate())).hasValue("a");
        assertThat(same.originOf(upper.certificate())).isEmpty();
        assertThatThrownBy(() -> TrustAnchors.of(List.of(), "/empty.pem"))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING))
                .hasMessageStartingWith("/empty.pem: ");
    }
}
