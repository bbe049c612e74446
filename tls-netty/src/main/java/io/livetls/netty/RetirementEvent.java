package io.livetls.netty;

import java.time.Duration;

/**
 * A user event ({@code userEventTriggered}) for a connection whose turn it is to end: it was made under trust that has
 * changed. A protocol that can say goodbye does so now, as HTTP/2 with GOAWAY (RFC 9113, 6.8), takes no new requests, and
 * closes the channel when the last one is answered. What isn't closed after the grace is closed then, with a
 * {@code close_notify}.
 *
 * @param made under what the connection was made
 * @param grace how long it is until the channel is closed
 * @see Retirement
 */
public record RetirementEvent(ConnectionGeneration made, Duration grace) {}
