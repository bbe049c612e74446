package io.livetls.netty;

import java.time.Duration;

/**
 * When and how open connections end that were made under older trust, so that those of a removed CA end as well. Off where
 * it isn't given to {@link NettyContextBuilder#retire}.
 *
 * <pre>{@code
 * NettyTls.server(tls).retire(Retirement.onTrustChange().within(Duration.ofMinutes(5))).build();
 * }</pre>
 *
 * <p>All connections of older trust end, also those whose peers are still trusted: they come back, and that shows it. Their
 * turns are spread evenly over a period. A connection whose turn it is sees a {@link RetirementEvent} in its pipeline, may
 * finish what it is doing and close itself, and is closed with a {@code close_notify} after a time of grace. A turn is never
 * put off by a later change of trust.
 *
 * <p>It works on the channels' own event loops, for server and client contexts, and for handlers that a context made
 * ({@code newHandler}); whoever makes handlers of engines hands them to {@link LiveSslContext#follow}. Immutable.
 */
public final class Retirement {
    private static final Duration MAX = Duration.ofDays(1);

    private final Duration period;
    private final Duration grace;

    private Retirement(Duration period, Duration grace) {
        this.period = period;
        this.grace = grace;
    }

    /**
     * Ends connections when trust has changed: within five minutes, with 30 seconds of grace for each.
     *
     * @return the defaults
     */
    public static Retirement onTrustChange() {
        return new Retirement(Duration.ofMinutes(5), Duration.ofSeconds(30));
    }

    /**
     * How long it takes until each connection had its turn. The pace is so many connections in this time.
     *
     * @param wanted from zero, which is at once, to a day
     * @return a copy
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public Retirement within(Duration wanted) {
        return new Retirement(checked("within", wanted), grace);
    }

    /**
     * How long a connection has from its turn until it is closed.
     *
     * @param wanted from zero, which is at once, to a day
     * @return a copy
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public Retirement grace(Duration wanted) {
        return new Retirement(period, checked("grace", wanted));
    }

    Duration period() {
        return period;
    }

    Duration grace() {
        return grace;
    }

    private static Duration checked(String setting, Duration wanted) {
        if (wanted.isNegative() || wanted.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(setting + ": " + wanted + " (expected: from zero to a day)");
        }
        return wanted;
    }

    /**
     * For logs and messages.
     *
     * @return period and grace
     */
    @Override
    public String toString() {
        return "onTrustChange within " + period + ", grace " + grace;
    }
}
