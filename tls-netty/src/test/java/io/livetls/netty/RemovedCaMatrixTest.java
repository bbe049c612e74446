package io.livetls.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.netty.Scene.Cell;
import io.livetls.netty.Scene.Meeting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trust changes, and a peer comes (again): each stack, protocol, way to resume and side, in each moment of a handshake.
 */
class RemovedCaMatrixTest {
    private static final int JAVA = Runtime.version().feature();

    static Stream<Cell> cells() {
        return Stream.of(Stack.values())
                .flatMap(stack -> Stream.of(Way.values())
                        .flatMap(way -> Stream.of(true, false)
                                .flatMap(server ->
                                        Stream.of(false, true).map(changes -> new Cell(stack, way, server, changes)))))
                .filter(RemovedCaMatrixTest::exists);
    }

    static Stream<Cell> cellsWithANewIdentity() {
        return cells().filter(Cell::identityChanges);
    }

    static Stream<Cell> cellsWithTheSameIdentity() {
        return cells().filter(cell -> !cell.identityChanges());
    }

    /** BoringSSL's clients have no tickets before TLS 1.3: Netty leaves them off. */
    private static boolean exists(Cell cell) {
        return cell.server() || cell.stack() != Stack.NETTY_BORINGSSL || cell.way() != Way.TLS12_TICKET;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aPeerWhoseCaWasRemovedIsRefused(Cell cell) throws IOException {
        try (Scene scene = Scene.live(cell)) {
            Stranger known = scene.mallory();
            meetTwiceToResume(scene, known);

            scene.removeCa();

            assertInVain(meet(scene, known));
            assertInVain(meet(scene, known));
            assertInVain(meet(scene, scene.mallory()));
        }
    }

    /** PITFALL 15: and what such a handshake mints resumes nothing. */
    @ParameterizedTest
    @MethodSource("cells")
    void aHandshakeUnderWayIsInVainOnceTheCaIsGone(Cell cell) throws IOException {
        try (Scene scene = Scene.live(cell)) {
            List<Held> all = heldAtEachMoment(scene, scene::mallory);

            scene.removeCa();

            for (Held held : all) {
                assertInVain(held.finish());
                assertInVain(meet(scene, held.stranger()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cellsWithANewIdentity")
    void aHandshakeUnderWayEndsWellIfItsCaStays(Cell cell) throws IOException {
        try (Scene scene = Scene.live(cell)) {
            List<Held> all = heldAtEachMoment(scene, scene::alice);

            scene.removeCa();

            for (Held held : all) {
                assertGood(held.finish());
                int before = held.stranger().fullHandshakes();
                assertGood(meet(scene, held.stranger()));
                if (held.moment() > 0) {
                    assertThat(held.stranger().fullHandshakes())
                            .as("full handshakes, %s: what was minted isn't honoured", held)
                            .isEqualTo(before + 1);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aPeerOfANewCaGetsInAtOnce(Cell cell) throws IOException {
        try (Scene scene = Scene.live(cell)) {
            Stranger newcomer = scene.newcomer();
            assertInVain(meet(scene, newcomer));

            scene.addCa();

            meetTwiceToResume(scene, newcomer);
        }
    }

    /** What the tests above are worth: they catch the plain pattern, a context made once over a trust manager that changes. */
    @ParameterizedTest
    @MethodSource("cells")
    void aPlainSwapOfTrustIsCaughtByAnOldSession(Cell cell) throws IOException {
        try (Scene scene = Scene.swapping(cell)) {
            Stranger known = scene.mallory();
            meetTwiceToResume(scene, known);

            scene.removeCa();

            assertThat(meet(scene, known)).returns(oldSessionsAreAHole(cell), Conversation::passedData);
            assertInVain(meet(scene, scene.mallory()));
        }
    }

    /**
     * Everywhere, but for one case: the tickets of a newer JDK's server are bound to its certificate. Only in plain JSSE does
     * that change here, by the key manager; Netty's static contexts keep theirs.
     */
    private static boolean oldSessionsAreAHole(Cell cell) {
        boolean jsse = cell.stack() == Stack.JSSE_ENGINE || cell.stack() == Stack.JSSE_SOCKET;
        boolean newCertificate = cell.server() && cell.identityChanges() && jsse;
        return !newCertificate || cell.way() == Way.TLS12_SESSION_ID || JAVA < 25;
    }

    @ParameterizedTest
    @MethodSource("cellsWithTheSameIdentity")
    void aPlainSwapOfTrustIsCaughtByAHandshakeUnderWay(Cell cell) throws IOException {
        try (Scene scene = Scene.swapping(cell)) {
            List<Held> all = heldAtEachMoment(scene, scene::mallory);

            scene.removeCa();

            List<Held> through = new ArrayList<>();
            for (Held held : all) {
                if (held.finish().passedData()) {
                    through.add(held);
                }
            }
            assertThat(through).extracting(Held::resuming).contains(true);
        }
    }

    /** A conversation that waits in the middle of its handshake. */
    private record Held(Stranger stranger, Meeting meeting, boolean resuming, int moment) {
        Conversation finish() throws IOException {
            return meeting.finish();
        }

        @Override
        public String toString() {
            return (resuming ? "resuming" : "new") + ", held after step " + moment;
        }
    }

    /** One for each moment of a handshake, new and resuming, each with a stranger of its own. */
    private static List<Held> heldAtEachMoment(Scene scene, Supplier<Stranger> strangers) throws IOException {
        List<Held> all = new ArrayList<>();
        for (boolean resuming : new boolean[] {false, true}) {
            int moment = 0;
            boolean underWay = true;
            while (underWay) {
                Stranger stranger = strangers.get();
                if (resuming) {
                    assertGood(meet(scene, stranger));
                }
                Meeting meeting = scene.meet(stranger);
                underWay = meeting.isUnderWayAfter(moment);
                if (underWay) {
                    all.add(new Held(stranger, meeting, resuming, moment++));
                }
            }
            assertThat(moment).as("moments of a handshake").isGreaterThan(3);
        }
        return all;
    }

    private static void meetTwiceToResume(Scene scene, Stranger stranger) throws IOException {
        assertThat(assertGood(meet(scene, stranger)).isRetried()).isEqualTo(scene.retries());
        int before = stranger.fullHandshakes();
        assertGood(meet(scene, stranger));
        assertThat(stranger.fullHandshakes()).as("the session is resumed").isEqualTo(before);
    }

    private static Conversation meet(Scene scene, Stranger stranger) throws IOException {
        return scene.meet(stranger).finish();
    }

    private static Conversation assertGood(Conversation conversation) {
        assertThat(conversation).matches(Conversation::isGood, "is good");
        return conversation;
    }

    private static void assertInVain(Conversation conversation) {
        assertThat(conversation).matches(end -> !end.passedData(), "has passed no data");
    }
}
