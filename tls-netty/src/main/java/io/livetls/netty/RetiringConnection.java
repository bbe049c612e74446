package io.livetls.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An open connection, and its turn to end if it has one. */
final class RetiringConnection {
    private final Channel channel;
    private final ConnectionGeneration made;
    private final Duration grace;
    private final AtomicBoolean turnGiven = new AtomicBoolean();

    /** The next thing to happen; of the event loop. */
    private @Nullable ScheduledFuture<?> next;

    RetiringConnection(Channel channel, ConnectionGeneration made, Duration grace) {
        this.channel = channel;
        this.made = made;
        this.grace = grace;
    }

    ConnectionGeneration made() {
        return made;
    }

    boolean waitsForNoTurn() {
        return !turnGiven.get();
    }

    /** Gives it a turn. It has only one: changes that follow each other must not keep it alive. */
    void retireAfter(Duration delay) {
        if (!turnGiven.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.eventLoop().execute(() -> schedule(this::tell, delay));
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and its channels with it.
        }
    }

    private void tell() {
        channel.pipeline().fireUserEventTriggered(new RetirementEvent(made, grace));
        schedule(this::close, grace);
    }

    /**
     * Not by the whole pipeline: a protocol may go on with what it is doing when it is asked to close, as Netty's HTTP/2
     * does, and the grace for that is over.
     */
    private void close() {
        ChannelHandlerContext ssl = channel.pipeline().context(SslHandler.class);
        if (ssl == null) {
            channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        } else {
            ((SslHandler) ssl.handler()).closeOutbound().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            ssl.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    private void schedule(Runnable step, Duration delay) {
        if (!channel.isOpen()) {
            return;
        }
        if (delay.isZero()) {
            step.run();
        } else {
            next = channel.eventLoop().schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** On the event loop, when the channel is closed: else the timer would hold it until its time. */
    void forget() {
        if (next != null) {
            next.cancel(false);
        }
    }
}
