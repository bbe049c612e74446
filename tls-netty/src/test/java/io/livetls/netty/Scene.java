package io.livetls.netty;

import static io.livetls.netty.Rotating.material;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;

/** Our side, which at first trusts two CAs, and strangers on the other side. It closes all that it gives out. */
final class Scene implements AutoCloseable {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Our root");
    private static final CertificateAuthority STAYING = CertificateAuthority.create("Staying CA");
    private static final CertificateAuthority LEAVING = CertificateAuthority.create("Leaving CA");
    private static final CertificateAuthority JOINING = CertificateAuthority.create("Joining CA");
    private static final IssuedCertificate OURS = ROOT.issue();
    private static final IssuedCertificate RENEWED = ROOT.rekey(OURS);
    private static final IssuedCertificate ALICE = STAYING.issue();
    private static final IssuedCertificate MALLORY = LEAVING.issue();
    private static final IssuedCertificate NEWCOMER = JOINING.issue();

    private final Cell cell;
    private final Rotating handle;
    private final Stack.Ends ours;
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /** One combination: what is on our side, who is on the other, which side is which, and what changes with trust. */
    record Cell(Stack stack, Way way, boolean server, boolean identityChanges) {
        @Override
        public String toString() {
            return stack + (server ? " server, " : " client, ") + way + ", identity "
                    + (identityChanges ? "changed" : "kept");
        }
    }

    private Scene(Cell cell, BiFunction<LiveTls, Stack.Role, Stack.Ends> ends) {
        this.cell = cell;
        this.handle = Rotating.of(
                material(OURS, STAYING, LEAVING),
                with -> cell.stack()
                        .with(with)
                        .clientAuth(ClientAuth.REQUIRE)
                        .protocols(cell.way().protocol()));
        this.ours = ends.apply(
                handle.tls(), new Stack.Role(!cell.server(), cell.way().retries()));
    }

    /** With a live context. */
    static Scene live(Cell cell) {
        return new Scene(cell, cell.stack()::live);
    }

    /** With what the live context is instead of. */
    static Scene swapping(Cell cell) {
        return new Scene(cell, cell.stack()::swapping);
    }

    /** Her CA stays. */
    Stranger alice() {
        return stranger(ALICE);
    }

    /** His CA is removed. */
    Stranger mallory() {
        return stranger(MALLORY);
    }

    /** Its CA is added. */
    Stranger newcomer() {
        return stranger(NEWCOMER);
    }

    private Stranger stranger(IssuedCertificate identity) {
        Stranger stranger = Stranger.of(cell.way(), cell.server(), ROOT, identity);
        closing.push(stranger::close);
        return stranger;
    }

    /** Whether each handshake has a HelloRetryRequest. */
    boolean retries() {
        return cell.way().retries();
    }

    Meeting meet(Stranger stranger) throws IOException {
        Meeting meeting = new Meeting(ours.next(stranger.port()), stranger.newEnd());
        closing.push(meeting::close);
        return meeting;
    }

    void removeCa() {
        handle.rotateTo(material(cell.identityChanges() ? RENEWED : OURS, STAYING));
    }

    void addCa() {
        handle.rotateTo(material(cell.identityChanges() ? RENEWED : OURS, STAYING, LEAVING, JOINING));
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        ours.close();
        handle.close();
    }

    /** A conversation of ours with a stranger. */
    final class Meeting {
        private final End our;
        private final Conversation conversation;

        private Meeting(End our, End theirs) {
            this.our = our;
            this.conversation = cell.server() ? new Conversation(theirs, our) : new Conversation(our, theirs);
        }

        /** Makes steps; it tells whether the handshake is still under way on our side then. */
        boolean isUnderWayAfter(int steps) throws IOException {
            return conversation.steps(steps) && !our.isEstablished();
        }

        Conversation finish() throws IOException {
            return conversation.finish();
        }

        private void close() {
            conversation.close();
        }
    }
}
