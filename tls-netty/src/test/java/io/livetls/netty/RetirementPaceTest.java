package io.livetls.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When connections have their turns, on channels whose time the test moves. */
class RetirementPaceTest {
    private static final Retirement RETIREMENT =
            Retirement.onTrustChange().within(Duration.ofSeconds(100)).grace(Duration.ofSeconds(10));
    private static final ConnectionGeneration FIRST = new ConnectionGeneration(1, 1);

    private final AtomicLong trust = new AtomicLong(1);
    private final RetiringConnections connections = new RetiringConnections("test", RETIREMENT, trust::get);
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final List<RetirementEvent> told = new ArrayList<>();

    private EmbeddedChannel open(ConnectionGeneration made) {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                if (event instanceof RetirementEvent retirement) {
                    told.add(retirement);
                }
            }
        });
        channel.freezeTime();
        channels.add(channel);
        connections.add(channel, made);
        return channel;
    }

    private void trustChanges(long to) {
        trust.set(to);
        connections.retireOlder();
        advance(0);
    }

    private void advance(long seconds) {
        for (EmbeddedChannel channel : channels) {
            channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
            channel.runPendingTasks();
            channel.runScheduledPendingTasks();
        }
    }

    private static boolean hasTimer(EmbeddedChannel channel) {
        return channel.runScheduledPendingTasks() != -1;
    }

    private long stillOpen() {
        return channels.stream().filter(EmbeddedChannel::isOpen).count();
    }

    @Test
    void turnsAreSpreadEvenlyOverThePeriod() {
        for (int i = 0; i < 10; i++) {
            open(FIRST);
        }
        trustChanges(2);

        for (int turns = 1; turns <= 10; turns++) {
            assertThat(told).hasSize(turns);
            assertThat(stillOpen()).as("each a grace after its turn").isEqualTo(10 - (turns - 1));
            advance(9);
            assertThat(told).hasSize(turns);
            advance(1);
        }
        assertThat(stillOpen()).isZero();
        assertThat(connections.count()).isZero();
    }

    @Test
    void theEventSaysUnderWhatTheConnectionWasMadeAndHowLongItHas() {
        open(FIRST);
        trustChanges(2);

        assertThat(told).containsExactly(new RetirementEvent(FIRST, Duration.ofSeconds(10)));
    }

    @Test
    void connectionsOfTheTrustOfNowStay() {
        EmbeddedChannel older = open(FIRST);
        trust.set(2);
        EmbeddedChannel renewed = open(new ConnectionGeneration(3, 2));
        trustChanges(2);
        advance(1000);

        assertThat(older.isOpen()).isFalse();
        assertThat(renewed.isOpen()).isTrue();
        assertThat(connections.count()).isEqualTo(1);
    }

    @Test
    void aConnectionThatEndsByItselfIsForgottenAtOnce() {
        EmbeddedChannel waiting = open(FIRST);
        open(FIRST);
        trustChanges(2);
        assertThat(channels).allMatch(RetirementPaceTest::hasTimer);
        // Not by EmbeddedChannel.close(), which cancels all timers itself.
        waiting.pipeline().close().syncUninterruptibly();
        channels.get(1).pipeline().close().syncUninterruptibly();
        advance(0);

        assertThat(connections.count()).isZero();
        assertThat(channels).noneMatch(RetirementPaceTest::hasTimer);
    }

    @Test
    void aTurnIsNotPutOffByTheNextChange() {
        open(FIRST);
        open(FIRST);
        trustChanges(2);
        advance(45);
        trustChanges(3);
        advance(5);
        assertThat(told).as("the second one's turn is at half of the period").hasSize(2);
        advance(10);
        assertThat(stillOpen()).isZero();
        assertThat(told).hasSize(2);
    }

    @Test
    void eachChangeGivesTurnsToThoseThatCameInBetween() {
        open(FIRST);
        trustChanges(2);
        EmbeddedChannel second = open(new ConnectionGeneration(2, 2));
        advance(20);
        assertThat(second.isOpen()).isTrue();

        trustChanges(3);
        advance(10);
        assertThat(second.isOpen()).isFalse();
    }

    @Test
    void aHandshakeThatWasUnderWayDuringTheChangeEndsWithThePeriod() {
        trust.set(2);
        EmbeddedChannel late = open(FIRST);
        advance(0);
        advance(99);
        assertThat(told).isEmpty();
        advance(1);
        assertThat(told).hasSize(1);
        advance(10);
        assertThat(late.isOpen()).isFalse();
    }

    @Test
    void aContextThatIsClosedHoldsNoChannels() {
        open(FIRST);
        connections.close();
        assertThat(connections.count()).isZero();
    }

    @Test
    void timesOutOfRangeAreErrors() {
        assertThatThrownBy(() -> Retirement.onTrustChange().within(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("within: PT-1S (expected: from zero to a day)");
        assertThatThrownBy(() ->
                        Retirement.onTrustChange().grace(Duration.ofDays(1).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grace: PT24H0.000000001S (expected: from zero to a day)");
        assertThat(Retirement.onTrustChange()).hasToString("onTrustChange within PT5M, grace PT30S");
    }
}
