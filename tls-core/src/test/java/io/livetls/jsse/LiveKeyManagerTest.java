package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.ReloadResult;
import io.livetls.material.Identity;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import java.security.Principal;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;

class LiveKeyManagerTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");

    @Test
    void keyAndChainOfOneHandshakeBelongTogetherHoweverOftenTheIdentityChangesBetween() {
        IssuedCertificate first = ca.issue();
        try (Rotating rotating = new Rotating(ClientAuth.NONE, first, ca)) {
            X509ExtendedKeyManager keys = rotating.tls().keyManager();
            String alias = keys.chooseServerAlias("EC", null, null);
            for (int change = 0; change < 100; change++) {
                rotating.change(ca.issue(), ca);
                if (change % 10 == 0) {
                    System.gc();
                }
            }
            assertThat(keys.getPrivateKey(alias)).isEqualTo(first.privateKey());
            assertThat(keys.getCertificateChain(alias)[0]).isEqualTo(first.certificate());
            assertThat(keys.chooseServerAlias("EC", null, null)).isNotEqualTo(alias);
        }
    }

    /** A weak map keeps the key that it had first: an equal alias would vanish with the candidate that was refused. */
    @Test
    void anIdentityThatWasRefusedLeavesNoAliasToTheNextOne() {
        IssuedCertificate first = ca.issue();
        IssuedCertificate refused = ca.rekey(first);
        IssuedCertificate second = ca.rekey(first);
        try (Rotating rotating = new Rotating(ClientAuth.NONE, first, ca)) {
            rotating.tls().derive((next, previous) -> {
                Identity identity = next.identity();
                if (identity != null && refused.certificate().equals(identity.leaf())) {
                    throw new IllegalArgumentException("no engine for this key");
                }
                return "fine";
            });
            rotating.offer(refused, ca);
            assertThat(rotating.tls().reload()).isInstanceOf(ReloadResult.Failed.class);
            rotating.change(second, ca);
            X509ExtendedKeyManager keys = rotating.tls().keyManager();
            String alias = keys.chooseServerAlias("EC", null, null);
            System.gc();
            rotating.change(ca.rekey(second), ca);
            System.gc();
            assertThat(keys.getPrivateKey(alias)).isEqualTo(second.privateKey());
        }
    }

    @Test
    void theSameKeyObjectServesEveryHandshake() {
        try (Rotating rotating = new Rotating(ClientAuth.NONE, ca.issue(), ca)) {
            X509ExtendedKeyManager keys = rotating.tls().keyManager();
            String alias = keys.chooseServerAlias("EC", null, null);
            assertThat(keys.getPrivateKey(alias)).isSameAs(keys.getPrivateKey(alias));
        }
    }

    @Test
    void onlyKeyTypesThatFitAreAnswered() {
        IssuedCertificate rsa = ca.issue(leaf -> leaf.key(KeyAlgorithm.RSA_2048));
        try (Rotating rotating = new Rotating(ClientAuth.NONE, rsa, ca)) {
            X509ExtendedKeyManager keys = rotating.tls().keyManager();
            assertThat(keys.chooseServerAlias("RSA", null, null)).isNotNull();
            assertThat(keys.chooseServerAlias("EC", null, null)).isNull();
            assertThat(keys.chooseServerAlias("RSASSA-PSS", null, null)).isNull();
            assertThat(keys.getServerAliases("EC", null)).isNull();
            assertThat(keys.getPrivateKey("of-somebody-else")).isNull();
            assertThat(keys.getCertificateChain("of-somebody-else")).isNull();
        }
    }

    @Test
    void aClientKeepsItsCertificateFromAServerThatListsOtherCas() {
        try (Rotating rotating = new Rotating(ClientAuth.NONE, ca.issue(), ca)) {
            X509ExtendedKeyManager keys = rotating.tls().keyManager();
            Principal own = ca.certificate().getSubjectX500Principal();
            Principal other = CertificateAuthority.create("Other").certificate().getSubjectX500Principal();
            String[] types = {"RSA", "EC"};
            assertThat(keys.chooseClientAlias(types, new Principal[] {other, own}, null))
                    .isNotNull();
            assertThat(keys.chooseClientAlias(types, new Principal[] {}, null)).isNotNull();
            assertThat(keys.chooseClientAlias(types, new Principal[] {other}, null))
                    .isNull();
        }
    }
}
