package io.livetls.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionIdContextTest {
    private final CertificateAuthority one = CertificateAuthority.create("One");
    private final CertificateAuthority two = CertificateAuthority.create("Two");

    private static TrustAnchors trust(CertificateAuthority... authorities) {
        return TrustAnchors.of(
                Stream.of(authorities).map(CertificateAuthority::certificate).toList(), "test");
    }

    @Test
    void itIsTheSameForTheSameTrustInAnyOrder() {
        assertThat(SessionIdContext.of(trust(one, two), ClientAuth.REQUIRE))
                .hasSize(32)
                .isEqualTo(SessionIdContext.of(trust(two, one), ClientAuth.REQUIRE));
    }

    @Test
    void itDiffersWithTrustAndWithPolicy() {
        assertThat(Stream.of(
                                SessionIdContext.of(null, ClientAuth.NONE),
                                SessionIdContext.of(trust(one), ClientAuth.NONE),
                                SessionIdContext.of(trust(one), ClientAuth.OPTIONAL),
                                SessionIdContext.of(trust(one), ClientAuth.REQUIRE),
                                SessionIdContext.of(trust(two), ClientAuth.REQUIRE),
                                SessionIdContext.of(trust(one, two), ClientAuth.REQUIRE))
                        .map(HexFormat.of()::formatHex))
                .doesNotHaveDuplicates();
    }

    @Test
    void ticketKeysAreNotInTheirText() {
        assertThat(TicketKeys.random()).hasToString("TicketKeys[1]");
    }
}
