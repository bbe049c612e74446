package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.TlsSnapshot;
import io.livetls.material.Material;
import io.livetls.material.SessionTicketKeys;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionIdContextTest {
    private final CertificateAuthority one = CertificateAuthority.create("One");
    private final CertificateAuthority two = CertificateAuthority.create("Two");

    private final byte[] key = randomKey();

    private static byte[] randomKey() {
        byte[] key = new byte[SessionTicketKeys.KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static TlsSnapshot snapshot(Material material) {
        return new TlsSnapshot(
                1, 1, material.identity(), material.trust(), material.sessionTicketKeys(), Instant.EPOCH);
    }

    private static TlsSnapshot trusting(CertificateAuthority... authorities) {
        return snapshot(material(null, authorities));
    }

    private TlsSnapshot presenting(IssuedCertificate identity) {
        return snapshot(material(identity, two));
    }

    private TlsSnapshot sharing(IssuedCertificate identity) {
        return snapshot(material(identity, two).and(Material.of(SessionTicketKeys.of(List.of(key)))));
    }

    private static String of(TlsSnapshot snapshot, ClientAuth clientAuth) {
        byte[] context = SessionIdContext.of(snapshot, clientAuth);
        assertThat(context).hasSize(32);
        return HexFormat.of().formatHex(context);
    }

    @Test
    void itIsTheSameForTheSameTrustInAnyOrder() {
        assertThat(of(trusting(one, two), ClientAuth.REQUIRE)).isEqualTo(of(trusting(two, one), ClientAuth.REQUIRE));
    }

    @Test
    void itDiffersWithTrustAndWithPolicy() {
        assertThat(Stream.of(
                        of(trusting(), ClientAuth.NONE),
                        of(trusting(one), ClientAuth.NONE),
                        of(trusting(one), ClientAuth.OPTIONAL),
                        of(trusting(one), ClientAuth.REQUIRE),
                        of(trusting(two), ClientAuth.REQUIRE),
                        of(trusting(one, two), ClientAuth.REQUIRE)))
                .doesNotHaveDuplicates();
    }

    @Test
    void itDiffersWithTheNamesOfTheCertificateOnlyWhereKeysAreShared() {
        IssuedCertificate here = one.issue(leaf -> leaf.dns("a.example.org", "b.example.org"));
        IssuedCertificate sameNames = one.issue(leaf -> leaf.dns("b.example.org", "a.example.org"));
        IssuedCertificate elsewhere = one.issue(leaf -> leaf.dns("a.example.org"));

        assertThat(of(sharing(here), ClientAuth.NONE))
                .isEqualTo(of(sharing(sameNames), ClientAuth.NONE))
                .isNotEqualTo(of(sharing(elsewhere), ClientAuth.NONE))
                .isNotEqualTo(of(presenting(here), ClientAuth.NONE));
        assertThat(of(presenting(here), ClientAuth.NONE)).isEqualTo(of(presenting(elsewhere), ClientAuth.NONE));
    }

    @Test
    void ticketKeysAreNotInTheirText() {
        assertThat(TicketKeys.random()).hasToString("TicketKeys[1]");
    }
}
