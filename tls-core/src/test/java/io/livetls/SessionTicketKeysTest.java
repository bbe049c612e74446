package io.livetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ReloadResult.Failed;
import io.livetls.ReloadResult.Updated;
import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.SessionTicketKeys;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.PlainDirectory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared session ticket keys are material as everything else. */
class SessionTicketKeysTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private final CertificateAuthority ca = CertificateAuthority.create("CA");
    private final IssuedCertificate first = ca.issue();
    private final byte[] one = random();
    private final byte[] two = random();

    @TempDir
    Path temporary;

    private PlainDirectory files;

    @BeforeEach
    void write() {
        files = PlainDirectory.create(temporary.resolve("tls"));
        files.write(first, ca);
        writeKeys(one);
    }

    private static byte[] random() {
        byte[] key = new byte[48];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private void writeKeys(byte[]... keys) {
        files.write("tickets.key", lines(keys));
    }

    private static String lines(byte[]... keys) {
        StringBuilder lines = new StringBuilder();
        for (byte[] key : keys) {
            lines.append(Base64.getEncoder().encodeToString(key)).append('\n');
        }
        return lines.toString();
    }

    private static SessionTicketKeys keys(byte[]... keys) {
        return SessionTicketKeys.of(List.of(keys));
    }

    private LiveTls.Builder builder() {
        return LiveTls.builder()
                .identity(files.file("tls.crt"), files.file("tls.key"))
                .trust(files.file("ca.crt").toString())
                .sessionTicketKeys(files.file("tickets.key"))
                .reloadInterval(NEVER);
    }

    @Test
    void theyAreFollowedAndTrustStaysAsOldAsItIs() throws Exception {
        try (LiveTls tls = builder().build()) {
            assertThat(tls.current().sessionTicketKeys()).isEqualTo(keys(one));
            Following following = new Following(tls);

            files.replace("tickets.key", lines(two, one));

            assertThat(following.next()).isInstanceOfSatisfying(Updated.class, updated -> {
                assertThat(updated.current().generation()).isEqualTo(2);
                assertThat(updated.current().trustGeneration()).isEqualTo(1);
                assertThat(updated.current().sessionTicketKeys()).isEqualTo(keys(two, one));
                assertThat(updated.current().identity())
                        .isSameAs(updated.previous().identity());
            });
        }
    }

    @Test
    void aDamagedKeyFileChangesNothingAtAllAndIsTold() {
        try (LiveTls tls = builder().build()) {
            IssuedCertificate second = ca.rekey(first);
            files.truncate("tickets.key");
            files.write(second, ca);

            assertThat(tls.reload()).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.cause().problem()).isEqualTo(Problem.MALFORMED);
                assertThat(failed.cause()).hasMessageStartingWith(files.file("tickets.key") + ", line 1: ");
                assertThat(failed.current().sessionTicketKeys()).isEqualTo(keys(one));
            });
            assertThat(Following.leaf(tls)).isEqualTo(first.certificate());

            writeKeys(two);
            tls.reload();
            assertThat(tls.current().sessionTicketKeys()).isEqualTo(keys(two));
            assertThat(Following.leaf(tls)).isEqualTo(second.certificate());
        }
    }

    @Test
    void aKeyFileThatIsNotThereFailsAtOnce() {
        files.remove("tickets.key");

        assertThatThrownBy(() -> builder().build())
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
    }

    @Test
    void whatJsseServesWithIsLeftAloneWhenOnlyTheyChange() {
        try (LiveTls tls = builder().build()) {
            Object sessionsBefore = tls.sslContext().getClientSessionContext();
            List<Object> derived = new ArrayList<>();
            tls.derive((next, previous) -> {
                derived.add(next);
                return next;
            });

            writeKeys(two, one);
            tls.reload();

            assertThat(derived).as("adapters are told").hasSize(2);
            assertThat(tls.sslContext().getClientSessionContext()).isSameAs(sessionsBefore);

            files.write(ca.rekey(first), ca);
            tls.reload();
            assertThat(tls.sslContext().getClientSessionContext()).isNotSameAs(sessionsBefore);
        }
    }

    @Test
    void theProgramMayGiveThemButNotTakeThemBack() {
        Identity identity = Identity.of(first.privateKey(), first.chain());
        AtomicReference<Material> vault = new AtomicReference<>(new Material(identity, null, keys(one)));
        try (LiveTls tls =
                LiveTls.builder().material(vault::get).reloadInterval(NEVER).build()) {
            vault.set(new Material(identity, null, keys(two)));
            assertThat(tls.reload()).isInstanceOf(Updated.class);

            vault.set(Material.of(identity));
            assertThat(tls.reload())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.cause())
                                    .hasMessage(
                                            "there are no session ticket keys any more. Give all parts again; what a handle began with it"
                                                    + " keeps."));
            assertThat(tls.current().sessionTicketKeys()).isEqualTo(keys(two));
        }
    }

    @Test
    void twoSourcesOfThemContradict() {
        Material both = Material.of(keys(one));

        assertThatThrownBy(() -> both.and(Material.of(keys(two))))
                .isInstanceOfSatisfying(
                        MaterialException.class, e -> assertThat(e.problem()).isEqualTo(Problem.AMBIGUOUS))
                .hasMessage(
                        "two sources give session ticket keys. Give all of them in one place: their order matters.");
        assertThatThrownBy(() -> builder().sessionTicketKeys(files.file("other.key")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sessionTicketKeys was set twice");
    }

    @Test
    void aHandleThatCannotServeHasNoUseForThem() {
        assertThatThrownBy(() -> LiveTls.builder()
                        .trust(files.file("ca.crt").toString())
                        .sessionTicketKeys(files.file("tickets.key"))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "sessionTicketKeys(...) is for servers, and without an identity(...) this handle can't serve");
    }

    @Test
    void noTextOfAHandleHoldsAKey() {
        try (LiveTls tls = builder().build()) {
            String encoded = Base64.getEncoder().encodeToString(one);
            String hex = java.util.HexFormat.of().formatHex(one, 16, 48);
            assertThat(tls.toString() + tls.current() + tls.reload())
                    .contains("SessionTicketKeys[1, ")
                    .doesNotContain(encoded)
                    .doesNotContain(hex);
        }
    }
}
