package io.livetls.netty;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Random keys of this process. Each seals for a while, and opens until the last ticket that it sealed has ended. There is
 * no timer: whoever makes an engine asks, so a key that is due never seals for a new connection.
 */
final class TicketKeyRotation implements TicketKeySource {
    /** BoringSSL's, for TLS 1.3 (SSL_DEFAULT_SESSION_PSK_DHE_TIMEOUT); Netty can't change it. TLS 1.2 has two hours. */
    static final Duration TICKET_LIFE = Duration.ofDays(2);

    /**
     * How often to replace the sealing key.
     *
     * @param sealing how long a key seals
     * @param nanoTime as {@link System#nanoTime()}: a step of the wall clock neither ends a key nor keeps it
     */
    record Schedule(Duration sealing, LongSupplier nanoTime) {
        /** What HAProxy advises; a key is then gone after two and a half days. */
        static final Duration DEFAULT_SEALING = Duration.ofHours(12);

        static Schedule standard() {
            return new Schedule(DEFAULT_SEALING, System::nanoTime);
        }
    }

    private record Made(OpenSslSessionTicketKey key, long at) {}

    /** The keys, the one that seals first. */
    private record Round(List<Made> made, TicketKeys keys) {
        static Round of(List<Made> made) {
            return new Round(
                    List.copyOf(made),
                    TicketKeys.of(made.stream().map(Made::key).toList()));
        }

        long began() {
            return made.get(0).at();
        }
    }

    private final long sealing;
    private final LongSupplier nanoTime;
    private volatile Round round;

    TicketKeyRotation(Schedule schedule) {
        this.sealing = schedule.sealing().toNanos();
        this.nanoTime = schedule.nanoTime();
        this.round = Round.of(List.of(new Made(TicketKeys.randomKey(), nanoTime.getAsLong())));
    }

    @Override
    public TicketKeys current(IntSupplier sessionTimeout) {
        Round now = round;
        return isDue(now, nanoTime.getAsLong()) ? next(sessionTimeout) : now.keys();
    }

    private boolean isDue(Round candidate, long now) {
        return now - candidate.began() >= sealing;
    }

    private synchronized TicketKeys next(IntSupplier sessionTimeout) {
        long now = nanoTime.getAsLong();
        if (isDue(round, now)) {
            long opening = Math.max(
                    TICKET_LIFE.toNanos(),
                    Duration.ofSeconds(sessionTimeout.getAsInt()).toNanos());
            List<Made> made = new ArrayList<>();
            made.add(new Made(TicketKeys.randomKey(), now));
            for (Made before : round.made()) {
                if (now - before.at() < sealing + opening) {
                    made.add(before);
                }
            }
            round = Round.of(made);
        }
        return round.keys();
    }
}
