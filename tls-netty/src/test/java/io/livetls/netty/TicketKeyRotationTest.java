package io.livetls.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When ticket keys are replaced, and how long they open. */
class TicketKeyRotationTest {
    private static final Duration SEALING = Duration.ofHours(12);
    private static final Duration MOMENT = Duration.ofNanos(1);

    private final TestClock clock = new TestClock();
    private final TicketKeyRotation rotation = new TicketKeyRotation(new TicketKeyRotation.Schedule(SEALING, clock));

    private TicketKeys current() {
        return rotation.current(() -> 300);
    }

    @Test
    void aKeySealsForItsLifetime() {
        TicketKeys first = current();
        clock.advance(SEALING.minus(MOMENT));
        assertThat(current()).isSameAs(first);

        clock.advance(MOMENT);
        TicketKeys second = current();
        assertThat(second).isNotSameAs(first);
        assertThat(current()).isSameAs(second);
    }

    @Test
    void theKeysBeforeOpenForAsLongAsTicketsLast() {
        current();
        for (int keys = 2; keys <= 5; keys++) {
            clock.advance(SEALING);
            assertThat(current().count()).isEqualTo(keys);
        }

        clock.advance(SEALING);
        assertThat(current().count())
                .as("the first one is two days and a half old")
                .isEqualTo(5);
    }

    @Test
    void aServerThatWasIdleForgetsWhatIsOver() {
        current();
        clock.advance(SEALING.plusDays(2).minus(MOMENT));
        assertThat(current().count()).isEqualTo(2);

        clock.advance(Duration.ofDays(30));
        assertThat(current().count()).isEqualTo(1);
    }

    @Test
    void aLongerSessionTimeoutKeepsThemLonger() {
        int threeDays = (int) Duration.ofDays(3).toSeconds();
        clock.advance(SEALING.plusDays(3).minus(MOMENT));

        assertThat(rotation.current(() -> threeDays).count()).isEqualTo(2);
    }
}
