package io.livetls.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.netty.Scene.Cell;
import io.livetls.netty.Scene.Meeting;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trust changes, and a peer comes (again): each stack, protocol, way to resume and side, in each moment of a handshake.
 */
class RemovedCaMatrixTest {

    static Stream<Cell> cells() {
        return Stream.of(Stack.values())
                .flatMap(stack -> Stream.of(Way.values())
                        .flatMap(way -> Stream.of(true, false)
                                .flatMap(server ->
                                        Stream.of(false, true).map(changes -> new Cell(stack, way, server, changes)))))
                .filter(RemovedCaMatrixTest::exists);
    }

    /** BoringSSL's clients have no tickets before TLS 1.3: Netty leaves them off. */
    private static boolean exists(Cell cell) {
        return cell.server() || cell.stack() != Stack.NETTY_BORINGSSL || cell.way() != Way.TLS12_TICKET;
    }

    static Stream<Cell> cellsUnderWay() {
        return cells().filter(cell -> cell.stack() != Stack.NETTY_BORINGSSL);
    }

    private static void meetTwiceToResume(Scene scene, Stranger stranger) throws IOException {
        meetWell(scene, stranger);
        int before = stranger.fullHandshakes();
        meetWell(scene, stranger);
        assertThat(stranger.fullHandshakes()).as("the session is resumed").isEqualTo(before);
    }

    private static void meetWell(Scene scene, Stranger stranger) throws IOException {
        try (Meeting meeting = scene.meet(stranger)) {
            assertThat(meeting.finish())
                    .matches(Conversation::isGood, "is good")
                    .returns(scene.retries(), Conversation::isRetried);
        }
    }

    private static void meetInVain(Scene scene, Stranger stranger) throws IOException {
        try (Meeting meeting = scene.meet(stranger)) {
            assertThat(meeting.finish()).matches(end -> !end.passedData(), "has passed no data");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aPeerWhoseCaWasRemovedIsRefused(Cell cell) throws IOException {
        try (Scene scene = Scene.live(cell);
                Stranger known = scene.mallory();
                Stranger unknown = scene.mallory()) {
            meetTwiceToResume(scene, known);

            scene.removeCa();

            meetInVain(scene, unknown);
            meetInVain(scene, known);
            meetInVain(scene, known);
        }
    }

    @ParameterizedTest
    @MethodSource("cellsUnderWay")
    void aFullHandshakeUnderWayIsOfNoUseOnceTheCaIsGone(Cell cell) throws IOException {
        int moment = 0;
        while (isInVain(cell, false, moment)) {
            moment++;
        }
        assertThat(moment).as("moments of a handshake").isGreaterThan(3);
    }

    @ParameterizedTest
    @MethodSource("cellsUnderWay")
    void aResumptionUnderWayIsOfNoUseOnceTheCaIsGone(Cell cell) throws IOException {
        int moment = 0;
        while (isInVain(cell, true, moment)) {
            moment++;
        }
        assertThat(moment).as("moments of a handshake").isGreaterThan(3);
    }

    /** False if the handshake was over before that moment. */
    private static boolean isInVain(Cell cell, boolean resuming, int moment) throws IOException {
        try (Scene scene = Scene.live(cell);
                Stranger mallory = scene.mallory()) {
            if (resuming) {
                meetTwiceToResume(scene, mallory);
            }
            try (Meeting meeting = scene.meet(mallory)) {
                if (!meeting.isUnderWayAfter(moment)) {
                    return false;
                }
                scene.removeCa();
                assertThat(meeting.finish())
                        .as("after step %d", moment)
                        .matches(end -> !end.passedData(), "has passed no data");
            }
            // With what that handshake may have given it.
            meetInVain(scene, mallory);
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aHandshakeUnderWayOfAPeerWhoseCaStaysEndsWell(Cell cell) throws IOException {
        for (boolean resuming : new boolean[] {false, true}) {
            int moment = 0;
            while (endsWell(cell, resuming, moment)) {
                moment++;
            }
            assertThat(moment).as("moments of a handshake").isGreaterThan(3);
        }
    }

    private static boolean endsWell(Cell cell, boolean resuming, int moment) throws IOException {
        try (Scene scene = Scene.live(cell);
                Stranger alice = scene.alice()) {
            if (resuming) {
                meetTwiceToResume(scene, alice);
            }
            try (Meeting meeting = scene.meet(alice)) {
                if (!meeting.isUnderWayAfter(moment)) {
                    return false;
                }
                scene.removeCa();
                assertThat(meeting.finish()).as("after step %d", moment).matches(Conversation::isGood, "is good");
            }
            meetWell(scene, alice);
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aPeerOfANewCaGetsInAtOnce(Cell cell) throws IOException {
        try (Scene scene = Scene.live(cell);
                Stranger newcomer = scene.newcomer()) {
            meetInVain(scene, newcomer);

            scene.addCa();

            meetTwiceToResume(scene, newcomer);
        }
    }
}
