package io.livetls.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are nanoseconds, written as small numbers: quiet 200, at most 2000, poll 10000. */
class ScheduleTest {
    private static final WatchTiming TIMING =
            new WatchTiming(Duration.ofNanos(200), Duration.ofNanos(2000), Duration.ofNanos(10_000));

    private final Schedule schedule = new Schedule(TIMING, 7_000);

    @Test
    void aChangeIsDueAfterTheQuietPeriod() {
        schedule.changed(1000);

        assertThat(schedule.deadline()).isEqualTo(1200);
        assertThat(schedule.takeDue(1199)).isNull();
        assertThat(schedule.takeDue(1200)).isEqualTo(Reason.SETTLED);
        assertThat(schedule.takeDue(1201)).isNull();
    }

    @Test
    void anotherChangeStartsTheQuietPeriodAgain() {
        schedule.changed(1000);
        schedule.changed(1150);

        assertThat(schedule.takeDue(1349)).isNull();
        assertThat(schedule.takeDue(1350)).isEqualTo(Reason.SETTLED);
    }

    @Test
    void endlessChangesAreDueAtTheLatestAfterTheLongestQuietPeriod() {
        List<Long> looks = new ArrayList<>();
        for (long now = 0; now <= 6500; now += 100) {
            schedule.changed(now);
            if (schedule.takeDue(now) == Reason.SETTLED) {
                looks.add(now);
            }
        }

        // The change that comes with a look is answered by it; the next one begins the next period.
        assertThat(looks).containsExactly(2000L, 4100L, 6200L);
    }

    @Test
    void aSwapIsDueAtOnce() {
        schedule.swapped(500);

        assertThat(schedule.deadline()).isEqualTo(500);
        assertThat(schedule.takeDue(500)).isEqualTo(Reason.SWAPPED);
        assertThat(schedule.takeDue(501)).isNull();
    }

    @Test
    void aSwapDoesNotAnswerAChangeThatHasNotSettled() {
        schedule.changed(400);
        schedule.swapped(500);

        assertThat(schedule.takeDue(500)).isEqualTo(Reason.SWAPPED);
        assertThat(schedule.takeDue(599)).isNull();
        assertThat(schedule.takeDue(600)).isEqualTo(Reason.SETTLED);
    }

    @Test
    void thePollIsDueWithoutAnyEvent() {
        assertThat(schedule.deadline()).isEqualTo(7000);
        assertThat(schedule.takeDue(6999)).isNull();
        assertThat(schedule.takeDue(7000)).isEqualTo(Reason.POLL);
        assertThat(schedule.deadline()).isEqualTo(17_000);
    }

    @Test
    void aLatePollKeepsItsPhase() {
        assertThat(schedule.takeDue(38_500)).isEqualTo(Reason.POLL);

        assertThat(schedule.deadline()).isEqualTo(47_000);
    }

    @Test
    void otherLooksDoNotMoveThePoll() {
        schedule.swapped(6000);
        assertThat(schedule.takeDue(6000)).isEqualTo(Reason.SWAPPED);

        assertThat(schedule.deadline()).isEqualTo(7000);
    }

    @Test
    void aRetryIsDueWhenItWasAskedForAndOnlyOnce() {
        schedule.retryAt(3000);
        schedule.retryAt(2000);

        assertThat(schedule.deadline()).isEqualTo(2000);
        assertThat(schedule.takeDue(2000)).isEqualTo(Reason.RETRY);
        assertThat(schedule.takeDue(3000)).isNull();
    }

    @Test
    void pollAndRetryWaitForChangesToSettleAndAreAnsweredByThatLook() {
        schedule.retryAt(6950);
        schedule.changed(6900);

        assertThat(schedule.takeDue(7050)).isNull();
        assertThat(schedule.deadline()).isEqualTo(7100);
        assertThat(schedule.takeDue(7100)).isEqualTo(Reason.SETTLED);
        assertThat(schedule.takeDue(7101)).isNull();
        assertThat(schedule.deadline()).isEqualTo(17_000);
    }

    @Test
    void aLookForAnotherReasonLeavesALaterRetry() {
        schedule.retryAt(3000);
        schedule.swapped(1000);

        assertThat(schedule.takeDue(1000)).isEqualTo(Reason.SWAPPED);
        assertThat(schedule.deadline()).isEqualTo(3000);
    }

    @Test
    void theClockMayOverflow() {
        long start = LongStream.of(Long.MAX_VALUE - 50).sum();
        Schedule late = new Schedule(TIMING, start + 7000);
        late.changed(start);

        assertThat(late.takeDue(start + 199)).isNull();
        assertThat(late.takeDue(start + 200)).isEqualTo(Reason.SETTLED);
        assertThat(late.takeDue(start + 6999)).isNull();
        assertThat(late.takeDue(start + 7000)).isEqualTo(Reason.POLL);
    }

    @Test
    void withoutAQuietPeriodAChangeIsDueAtOnce() {
        Schedule eager = new Schedule(new WatchTiming(Duration.ZERO, Duration.ZERO, Duration.ofDays(1)), 1_000_000);
        eager.changed(10);

        assertThat(eager.takeDue(10)).isEqualTo(Reason.SETTLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT8761H"})
    void aPollOutOfRangeIsRefused(String poll) {
        assertThatThrownBy(() -> WatchTiming.DEFAULT.withPoll(Duration.parse(poll)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("poll: " + poll + " (expected: ");
    }

    @Test
    void quietPeriodsOutOfRangeAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new WatchTiming(second.negated(), second, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("quiet: PT-1S (expected: zero or more)");
        assertThatThrownBy(() -> new WatchTiming(second, Duration.ofMillis(999), second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxQuiet: PT0.999S (expected: at least quiet, PT1S)");
    }
}
