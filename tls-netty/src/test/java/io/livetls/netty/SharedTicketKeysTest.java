package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.TlsDerivation;
import io.livetls.TlsSnapshot;
import io.livetls.material.Material;
import io.livetls.netty.Client.Connection;
import io.livetls.netty.Client.Kind;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fleet that shares its ticket keys resumes anywhere, and nowhere across a difference of trust. */
class SharedTicketKeysTest {
    private final CertificateAuthority root = CertificateAuthority.create("Server root");
    private final CertificateAuthority staying = CertificateAuthority.create("Staying CA");
    private final CertificateAuthority leaving = CertificateAuthority.create("Leaving CA");
    private final IssuedCertificate server = root.issue();
    private final IssuedCertificate alice = staying.issue();
    private final IssuedCertificate mallory = leaving.issue();
    private final byte[] one = randomKey();
    private final byte[] two = randomKey();
    private final byte[] three = randomKey();
    private final byte[] four = randomKey();

    @TempDir
    Path directory;

    private Path keyFile;
    private final Fleet fleet = new Fleet();

    @BeforeEach
    void writeKeys() throws IOException {
        keyFile = write("tickets.key", one);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static byte[] randomKey() {
        byte[] key = new byte[48];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private Path write(String name, byte[]... keys) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] key : keys) {
            all.writeBytes(key);
        }
        return Files.write(directory.resolve(name), all.toByteArray());
    }

    private static Rotating member(Path keys, ClientAuth clientAuth, Material material) {
        return Rotating.of(material, with -> with.clientAuth(clientAuth).sessionTicketKeys(keys));
    }

    private Rotating mutual(CertificateAuthority... trusted) {
        return member(keyFile, ClientAuth.REQUIRE, material(server, trusted));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TLS12_TICKET", "TLS13_JDK", "TLS13_OPENSSL"})
    void aClientResumesWithAnyMemberAlsoWithAnotherCertificate(Kind kind) throws IOException {
        try (Rotating here = mutual(staying, leaving);
                Rotating there = member(keyFile, ClientAuth.REQUIRE, material(root.rekey(server), leaving, staying));
                LiveSslContext a = fleet.join(here.tls());
                LiveSslContext b = fleet.join(there.tls());
                Client client = kind.client(root, alice)) {
            assertThat(fleet.resumes(client, a)).isFalse();
            assertThat(fleet.resumes(client, b)).isTrue();
            assertThat(fleet.resumes(client, a)).isTrue();

            here.rotateTo(material(root.rekey(server), staying, leaving));

            assertThat(fleet.resumes(client, a)).isTrue();
            assertThat(fleet.resumes(client, b)).isTrue();
        }
    }

    /** What the test above would find. */
    @Test
    void aFleetThatSharesNothingDoesNotResumeElsewhere() throws IOException {
        try (Rotating here = Rotating.of(material(server));
                Rotating there = Rotating.of(material(server));
                LiveSslContext a = fleet.join(here.tls());
                LiveSslContext b = fleet.join(there.tls());
                Client client = Kind.TLS13_JDK.client(root, null)) {
            assertThat(fleet.resumes(client, a)).isFalse();
            assertThat(fleet.resumes(client, a)).isTrue();
            assertThat(fleet.resumes(client, b)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TLS12_TICKET", "TLS13_JDK", "TLS13_OPENSSL"})
    void aClientOfACaThatOneMemberHasRemovedIsOutThereAndInElsewhere(Kind kind) throws IOException {
        try (Rotating here = mutual(staying, leaving);
                Rotating there = mutual(staying, leaving);
                LiveSslContext a = fleet.join(here.tls());
                LiveSslContext b = fleet.join(there.tls());
                Client client = kind.client(root, mallory)) {
            assertThat(fleet.resumes(client, a)).isFalse();
            assertThat(fleet.resumes(client, b)).isTrue();

            there.rotateTo(material(server, staying));

            assertThat(fleet.resumes(client, a)).isTrue();
            assertThatThrownBy(() -> fleet.resumes(client, b)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TLS12_TICKET", "TLS13_JDK", "TLS13_OPENSSL"})
    void aSessionDoesNotPassFromOnePolicyToAnother(Kind kind) throws IOException {
        try (Rotating here = member(keyFile, ClientAuth.OPTIONAL, material(server, staying));
                Rotating there = mutual(staying);
                LiveSslContext optional = fleet.join(here.tls());
                LiveSslContext required = fleet.join(there.tls());
                Client nobody = kind.client(root, null);
                Client client = kind.client(root, alice)) {
            assertThat(fleet.resumes(nobody, optional)).isFalse();
            assertThat(fleet.resumes(nobody, optional)).isTrue();
            assertThatThrownBy(() -> fleet.resumes(nobody, required)).isInstanceOf(IOException.class);

            assertThat(fleet.resumes(client, required)).isFalse();
            assertThat(fleet.resumes(client, optional)).isFalse();
        }
    }

    @Test
    void aSessionDoesNotPassToAMemberOfOtherNames() throws IOException {
        IssuedCertificate other = root.issue(leaf -> leaf.dns("localhost", "other.example.org"));
        try (Rotating here = member(keyFile, ClientAuth.NONE, material(server));
                Rotating there = member(keyFile, ClientAuth.NONE, material(other));
                LiveSslContext a = fleet.join(here.tls());
                LiveSslContext b = fleet.join(there.tls());
                Client client = Kind.TLS13_JDK.client(root, null)) {
            assertThat(fleet.resumes(client, a)).isFalse();
            assertThat(fleet.resumes(client, b)).isFalse();
        }
    }

    @Test
    void keysAreReplacedMemberByMemberWithoutAFullHandshake() throws IOException {
        write("tickets.key", one, two, three);
        Path late = write("late.key", one, two, three);
        try (Rotating here = mutual(staying);
                Rotating there = member(late, ClientAuth.REQUIRE, material(server, staying));
                LiveSslContext a = fleet.join(here.tls());
                LiveSslContext b = fleet.join(there.tls());
                Client client = Kind.TLS13_JDK.client(root, alice)) {
            assertThat(fleet.resumes(client, b)).isFalse();

            write("tickets.key", two, four, one);
            here.tls().reload();

            assertThat(fleet.resumes(client, a)).as("sealed by the key before").isTrue();
            assertThat(fleet.resumes(client, b)).as("sealed by the next key").isTrue();

            write("late.key", two, four, one);
            there.tls().reload();

            assertThat(fleet.resumes(client, a)).isTrue();
            assertThat(fleet.resumes(client, b)).isTrue();
        }
    }

    @Test
    void aKeyThatIsDroppedOpensNothing() throws IOException {
        try (Rotating here = mutual(staying);
                LiveSslContext a = fleet.join(here.tls());
                Client client = Kind.TLS13_JDK.client(root, alice)) {
            assertThat(fleet.resumes(client, a)).isFalse();
            assertThat(fleet.resumes(client, a)).isTrue();

            write("tickets.key", two);
            here.tls().reload();

            assertThat(fleet.resumes(client, a)).isFalse();
        }
    }

    @Test
    void aClientsContextIsLeftAloneWhenOnlyTheyChange() throws IOException {
        try (Rotating handle = mutual(root);
                LiveSslContext client = NettyTls.client(handle.tls())
                        .engine(NettyEngine.OPENSSL)
                        .build()) {
            Object sessions = client.sessionContext();

            write("tickets.key", two, one);
            handle.tls().reload();
            assertThat(handle.tls().current().generation()).isEqualTo(2);
            assertThat(client.sessionContext()).isSameAs(sessions);

            handle.rotateTo(material(root.rekey(server), root));
            assertThat(client.sessionContext()).isNotSameAs(sessions);
        }
    }

    /** Keys of a process's own are thrown away with trust; those of a file can't be, and nobody gets in who couldn't. */
    @Test
    void trustThatComesBackAcceptsItsTicketsAgain() throws IOException {
        try (Rotating here = mutual(staying, leaving);
                LiveSslContext a = fleet.join(here.tls());
                Client client = Kind.TLS13_JDK.client(root, mallory)) {
            assertThat(fleet.resumes(client, a)).isFalse();

            here.rotateTo(material(server, staying));
            here.rotateTo(material(server, staying, leaving));

            assertThat(fleet.resumes(client, a)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TLS12_TICKET", "TLS13_JDK", "TLS13_OPENSSL"})
    void aConnectionThatWasAcceptedBeforeTheChangeCannotResumeAfterIt(Kind kind) throws Exception {
        try (Rotating here = mutual(staying, leaving);
                LiveSslContext a = fleet.join(here.tls());
                Client client = kind.client(root, mallory)) {
            assertThat(fleet.resumes(client, a)).isFalse();
            assertThat(fleet.resumes(client, a)).isTrue();
            fleet.echo().nextAccepted();
            fleet.echo().nextAccepted();

            assertThatThrownBy(() -> client.connect("localhost", fleet.echo().port(), () -> {
                        fleet.echo().nextAccepted();
                        here.rotateTo(material(server, staying));
                    }))
                    .isInstanceOf(IOException.class);
        }
    }

    /**
     * The moment after new trust has taken effect, when the old context isn't retired yet: a client of a new CA passes there.
     * Where the CA is unknown, that must be worth nothing.
     */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TLS12_TICKET", "TLS13_JDK"})
    void aSessionThatIsMadeDuringTheChangeIsNotOneOfTheTrustBefore(Kind kind) throws Exception {
        CertificateAuthority joining = CertificateAuthority.create("Joining CA");
        try (Rotating here = mutual(staying);
                Rotating there = mutual(staying);
                Client client = kind.client(root, joining.issue())) {
            StoppedBeforeRetiring change = StoppedBeforeRetiring.of(here.tls());
            try (LiveSslContext elsewhere = fleet.join(there.tls());
                    LiveSslContext changing = fleet.join(here.tls())) {
                assertThat(changing.isServer()).isTrue();
                try (Connection passed =
                        client.connect("localhost", fleet.echo().port(), () -> {
                            fleet.echo().nextAccepted();
                            change.begin(() -> here.rotateTo(material(server, staying, joining)));
                        })) {
                    assertThat(passed.resumed()).isFalse();
                } finally {
                    change.finish();
                }
                assertThatThrownBy(() -> fleet.resumes(client, elsewhere)).isInstanceOf(IOException.class);
            }
        }
    }

    /** Holds a reload between the moment when new trust takes effect and the one when old contexts are retired. */
    private static final class StoppedBeforeRetiring implements TlsDerivation<TlsSnapshot> {
        private final CountDownLatch inEffect = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private CompletableFuture<@Nullable Void> reload = CompletableFuture.completedFuture(null);

        static StoppedBeforeRetiring of(LiveTls tls) {
            StoppedBeforeRetiring stop = new StoppedBeforeRetiring();
            tls.derive(stop);
            return stop;
        }

        void begin(Runnable change) throws InterruptedException {
            reload = CompletableFuture.runAsync(change);
            assertThat(inEffect.await(10, TimeUnit.SECONDS)).isTrue();
        }

        void finish() {
            goOn.countDown();
            reload.join();
        }

        @Override
        public TlsSnapshot derive(TlsSnapshot next, @Nullable TlsSnapshot previous) {
            return next;
        }

        @Override
        public void retire(TlsSnapshot value) {
            inEffect.countDown();
            try {
                assertThat(goOn.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
